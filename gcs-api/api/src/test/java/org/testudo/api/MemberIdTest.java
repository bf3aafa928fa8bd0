package org.testudo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "alice", "alice-2.example_org", "9-."})
    void namesOfSmallLettersDigitsAndThreeSignsAreTaken(String name) {
        assertThat(new MemberId(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "Alice", "-a", ".a", "_a", "a b", "a/b", "a\n", "\u00e4", "a\u0430", "\uff41", "a\u0000", "a,b",
                "a`", "a{"
            })
    void otherNamesAreRefused(String name) {
        assertThat(MemberId.isValidName(name)).isFalse();
        assertThatThrownBy(() -> new MemberId(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesHaveAtMost64Characters() {
        assertThat(MemberId.isValidName("x".repeat(64))).isTrue();
        assertThat(MemberId.isValidName("x".repeat(65))).isFalse();
    }
}

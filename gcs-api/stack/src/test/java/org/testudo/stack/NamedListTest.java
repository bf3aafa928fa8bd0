package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedListTest {
    private static final String ATTRIBUTE = "MEMBERSHIP members";

    @Test
    void valuesKeepTheirOrderTheirCommasAndTheirOwnBrackets() {
        Map<String, String> values =
                NamedList.parse(ATTRIBUTE, "zoe[10.0.0.1:7800], alice [ [::1]:7801 ] ,bob[a,b[c,d]e]");

        assertThat(values.entrySet())
                .containsExactly(
                        Map.entry("zoe", "10.0.0.1:7800"),
                        Map.entry("alice", "[::1]:7801"),
                        Map.entry("bob", "a,b[c,d]e"));
        assertThat(NamedList.parse(ATTRIBUTE, "  ")).isEmpty();
        assertThat(NamedList.parse(ATTRIBUTE, NamedList.print(ATTRIBUTE, values)))
                .isEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "[x]",
                "alice[",
                "alice]",
                "alice[x",
                "alice[x]]",
                "alice[x]y",
                "a]b[x]",
                ",",
                "a[x],",
                ",a[x]"
            })
    void whatIsNoListIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> NamedList.parse(ATTRIBUTE, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(ATTRIBUTE + ": '")
                .hasMessageContaining("write name[value],name[value]");
    }

    @Test
    void nameThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> NamedList.parse(ATTRIBUTE, "a[x],b[y],a[z]"))
                .hasMessage(ATTRIBUTE + ": 'a': stands there twice; remove one");
    }

    /** Whatever stands there: a clear refusal, or values that print as what is read again. */
    @Test
    void noiseIsRefusedOrReadTheSameAgain() {
        Random random = new Random(1);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(10); length > 0; length--)
                text.append("ab[],: ".charAt(random.nextInt(7)));
            try {
                Map<String, String> values = NamedList.parse(ATTRIBUTE, text.toString());
                assertThat(NamedList.parse(ATTRIBUTE, NamedList.print(ATTRIBUTE, values)))
                        .as("of '%s'", text)
                        .isEqualTo(values);
                if (!values.isEmpty()) read++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith(ATTRIBUTE);
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void valueThatTheListCannotHoldIsNotPrinted() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("alice", "keys/a].pem");

        assertThatThrownBy(() -> NamedList.print("MEMBERSHIP keys", values)).hasMessageStartingWith("MEMBERSHIP keys");
    }
}

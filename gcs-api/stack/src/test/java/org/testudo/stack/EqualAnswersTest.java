package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

/** Believing what f+1 members say, and no single one. */
class EqualAnswersTest {
    private static final Address ALICE = new UUID(1, 1);
    private static final Address BOB = new UUID(2, 2);
    private static final Address CAROL = new UUID(3, 3);
    private static final Address DAVE = new UUID(4, 4);

    private final EqualAnswers answers = EqualAnswers.tolerating(1);

    @Test
    void answerIsAcceptedWhenSoManyHaveGivenTheSame() {
        assertThat(answers.isAcceptable("lie", ALICE)).isFalse();
        assertThat(answers.isAcceptable("truth", BOB)).isFalse();
        assertThat(answers.needMoreResponses()).isTrue();
        assertThat(answers.isAcceptable("truth", CAROL)).isTrue();
        assertThat(answers.needMoreResponses()).isFalse();
        assertThat(answers.isAcceptable("truth", DAVE)).isFalse();
    }

    @Test
    void oneMemberCountsOnceHoweverOftenItAnswers() {
        for (int i = 0; i < 5; i++)
            assertThat(answers.isAcceptable("lie", ALICE)).isFalse();
        assertThat(answers.isAcceptable("other", ALICE)).isFalse();
        assertThat(answers.isAcceptable("other", BOB)).isFalse();
        assertThat(answers.needMoreResponses()).isTrue();
    }

    @Test
    void withNobodyFaultyTheFirstAnswerIsAccepted() {
        assertThat(EqualAnswers.tolerating(0).isAcceptable(null, ALICE)).isTrue();
        assertThatThrownBy(() -> EqualAnswers.tolerating(-1)).hasMessageContaining("-1 is negative");
    }

    @Test
    void equalityIsThatOfContent() {
        assertSame(new byte[] {1}, new byte[] {1}, new byte[] {2});
        assertSame(null, null, 0);
        assertSame(List.of(new byte[] {1}), new ArrayList<>(List.of(new byte[] {1})), List.of(new byte[] {2}));
        assertSame(
                Map.of("a", new byte[] {1}), new HashMap<>(Map.of("a", new byte[] {1})), Map.of("b", new byte[] {1}));
        assertSame(new IllegalStateException("x"), new IllegalStateException("x"), new IllegalStateException("y"));
        assertSame(wrapped("x"), wrapped("x"), wrapped("y"));
        assertSame(new RemoteFailure("A", "b"), new RemoteFailure("A", "b"), new RemoteFailure("A: b", ""));
        assertSame(Double.NaN, Double.NaN, 0.0);
        assertSame(1L, 1L, 1);
        assertSame(Arrays.asList(1, null), Arrays.asList(1, null), List.of(1));
    }

    private static Throwable wrapped(String message) {
        return new InvocationTargetException(new IllegalStateException(message));
    }

    private static void assertSame(Object one, Object same, Object other) {
        EqualAnswers answers = EqualAnswers.tolerating(1);
        assertThat(answers.isAcceptable(one, ALICE)).isFalse();
        assertThat(answers.isAcceptable(other, BOB)).isFalse();
        assertThat(answers.isAcceptable(same, CAROL)).isTrue();
    }

    @Test
    void channelThatIsNotConnectedHasNoNumberOfFaulty() throws Exception {
        try (JChannel channel =
                new JChannel(new LoopbackTransport(LoopbackTransport.MEMBERS.get(0), null), new LANES())) {
            assertThatThrownBy(() -> EqualAnswers.of(channel)).hasMessageContaining("is not connected");
        }
    }
}

package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.StateMachine;

class StateMachineCheckTest {
    /** Keeps what it is given, each with a stamp. */
    private static final class Log implements StateMachine {
        private final List<String> entries = new ArrayList<>();
        private final ToLongFunction<Delivery> stamp;

        Log(ToLongFunction<Delivery> stamp) {
            this.stamp = stamp;
        }

        @Override
        public byte[] apply(Delivery operation) {
            String text = new String(operation.payload(), StandardCharsets.UTF_8);
            if (text.equals("refuse")) throw new IllegalArgumentException("refused");
            entries.add(text);
            if (text.equals("half")) throw new IllegalArgumentException("half done");
            if (text.startsWith("stamp")) entries.add(Long.toString(stamp.applyAsLong(operation)));
            return new byte[] {(byte) entries.size()};
        }

        @Override
        public byte[] digest() {
            return entries.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void aStateMachineThatUsesAgreedTimePasses() {
        StateMachineCheck check = new StateMachineCheck(
                4, () -> new Log(operation -> operation.agreedTime().toEpochMilli()));

        byte[] answer = check.apply("one", "stamp two").apply("three".getBytes(StandardCharsets.UTF_8));

        assertThat(answer).containsExactly(4);
    }

    @Test
    void namesTheFirstOperationAfterWhichStatesDiffer() {
        long[] clock = {0};
        StateMachineCheck check = new StateMachineCheck(4, () -> new Log(operation -> clock[0]++));

        assertThatThrownBy(() -> check.apply("one", "two", "stamp three", "four"))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("deterministic: after operation 3 'stamp three' the state is")
                .hasMessageContaining("at member 1");
    }

    @Test
    void anOperationThatFailsWithoutATraceIsAnAnswer() {
        StateMachineCheck check = new StateMachineCheck(2, () -> new Log(Delivery::slot));

        assertThat(check.apply("refuse".getBytes(StandardCharsets.UTF_8)))
                .asString()
                .isEqualTo("refused");
    }

    /** HOST-5. */
    @Test
    void anOperationThatFailsHalfDoneIsCaught() {
        StateMachineCheck check = new StateMachineCheck(2, () -> new Log(Delivery::slot));

        assertThatThrownBy(() -> check.apply("half"))
                .hasMessageContaining("operation 1 'half' threw and changed the state");
    }
}

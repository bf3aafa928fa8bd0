package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.kernel.wire.MalformedException;

class ClosedLoopTest {
    private final KeyValueService service = new KeyValueService();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void answersInTheWindowAreMeasuredAndNoOthers() {
        ClosedLoop loop = new ClosedLoop("a", this::answer);

        steps(loop, 3);
        loop.begin();
        steps(loop, 2_000);
        loop.end();
        steps(loop, 5);

        assertThat(loop.fault()).isEmpty();
        assertThat(loop.latencies()).hasSize(2_000);
    }

    @Test
    void lostWriteIsFound() {
        ClosedLoop loop = new ClosedLoop("a", operation -> asked.get() == 4 ? skip(operation) : answer(operation));

        steps(loop, 6);

        assertThat(loop.fault()).startsWith("a: operation 6").contains("another value");
    }

    @Test
    void answerOfASecondExecutionIsFound() {
        UnaryOperator<byte[]> twice = operation -> {
            answer(operation);
            return answer(operation);
        };
        ClosedLoop loop = new ClosedLoop("a", twice);

        steps(loop, 1);

        assertThat(loop.fault()).contains("another value");
    }

    @Test
    void missingAnswerEndsTheLoop() {
        ClosedLoop loop = new ClosedLoop("a", operation -> {
            if (asked.get() == 2) throw new TestudoException("no answer");
            return answer(operation);
        });

        loop.asking(100).run();

        assertThat(loop.fault()).isEqualTo("a: operation 3: no answer");
    }

    @Test
    void valueIsAsLongAsThePayloadAndDiffers() {
        assertThat(ClosedLoop.value(7, 0)).isEmpty();
        assertThat(ClosedLoop.value(1_234, 3)).isEqualTo("234");
        assertThat(ClosedLoop.value(7, 4)).isEqualTo("0007");
    }

    private static void steps(ClosedLoop loop, int count) {
        for (int i = 0; i < count; i++) loop.step(8);
    }

    private byte[] answer(byte[] operation) {
        asked.incrementAndGet();
        try {
            return service.apply(KeyValueOperation.decode(operation)).encode();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers as if it had been executed, but it was not. */
    private byte[] skip(byte[] operation) {
        asked.incrementAndGet();
        try {
            String key = KeyValueOperation.decode(operation).key();
            return service.apply(new KeyValueOperation.Get("", key)).encode();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}

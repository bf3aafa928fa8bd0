package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.testudo.benchmarks.linearizability.Judgement.Outcome;
import org.testudo.benchmarks.linearizability.Linearizability;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.kernel.wire.MalformedException;

/** What clients record is judged rightly: an honest service passes, each kind of liar does not. */
class CallerTest {
    private final KeyValueService store = new KeyValueService();
    private final Recorder recorder = new Recorder();

    @Test
    void honestServicePasses() {
        run(honest());

        assertThat(verdict().outcome()).isEqualTo(Outcome.LINEARIZABLE);
        assertThat(recorder.operations()).isEqualTo(2_000);
        assertThat(recorder.ordered()).as("the rest are queries").hasSizeBetween(1_200, 1_800);
    }

    @Test
    void staleReadsAreFoundOut() {
        run(new StaleReads(honest(), new Random(1)));

        assertThat(verdict().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
        assertThat(verdict().violations()).isNotEmpty();
    }

    /** A write that is acknowledged and not done. */
    @Test
    void oneLostWriteIsFoundOut() {
        int[] writes = {0};
        run(service(operation -> {
            boolean lose = operation instanceof KeyValueOperation.Put && ++writes[0] == 200;
            return lose ? apply(new KeyValueOperation.Get("x", operation.key())) : apply(operation);
        }));

        assertThat(verdict().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
    }

    /** A write that is done twice, the second time when others have written since. */
    @Test
    void oneRepeatedWriteIsFoundOut() {
        List<KeyValueOperation> writes = new ArrayList<>();
        int[] calls = {0};
        run(service(operation -> {
            if (operation instanceof KeyValueOperation.Put) writes.add(operation);
            if (++calls[0] == 1_000) apply(writes.get(writes.size() - 20));
            return apply(operation);
        }));

        assertThat(verdict().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
    }

    /** One query that is answered from before the last write of its key, as AB-30 forbids it. */
    @Test
    void oneStaleQueryIsFoundOut() {
        Map<String, byte[]> beforeLast = new LinkedHashMap<>();
        int[] stale = {0};
        Caller.Service ordered = service(operation -> {
            if (operation instanceof KeyValueOperation.Put) {
                beforeLast.put(operation.key(), apply(new KeyValueOperation.Get("x", operation.key())));
            }
            return apply(operation);
        });
        run(new Caller.Service() {
            @Override
            public byte[] call(byte[] operation, Duration deadline) {
                return ordered.call(operation, deadline);
            }

            @Override
            public byte[] ask(byte[] question, Duration deadline) {
                byte[] now = apply(decode(question));
                byte[] before = beforeLast.getOrDefault(decode(question).key(), now);
                boolean lie = !Arrays.equals(before, now) && recorder.operations() > 1_000 && stale[0]++ == 0;
                return lie ? before : now;
            }
        });

        assertThat(stale[0]).isPositive();
        assertThat(verdict().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
    }

    private Verdict verdict() {
        return Verdict.of(new Linearizability().judge(recorder.history()));
    }

    /** Four clients in turn. */
    private void run(Caller.Service service) {
        Keys keys = new Keys();
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) callers.add(new Caller("c" + i, service, keys, recorder, new Random(i), 0));
        for (int i = 0; i < 2_000; i++) callers.get(i % 4).step();
    }

    private Caller.Service honest() {
        return service(this::apply);
    }

    private static Caller.Service service(Function<KeyValueOperation, byte[]> behaviour) {
        return new Caller.Service() {
            @Override
            public byte[] call(byte[] operation, Duration deadline) {
                return behaviour.apply(decode(operation));
            }

            @Override
            public byte[] ask(byte[] question, Duration deadline) {
                return behaviour.apply(decode(question));
            }
        };
    }

    private byte[] apply(KeyValueOperation operation) {
        return store.apply(operation).encode();
    }

    private static KeyValueOperation decode(byte[] operation) {
        try {
            return KeyValueOperation.decode(operation);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}

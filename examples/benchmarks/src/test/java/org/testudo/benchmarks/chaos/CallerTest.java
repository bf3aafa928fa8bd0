package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
        run(this::apply);

        assertThat(verdict().outcome()).isEqualTo(Outcome.LINEARIZABLE);
        assertThat(recorder.operations()).isEqualTo(2_000);
        assertThat(recorder.ordered()).hasSize(2_000);
    }

    @Test
    void staleReadsAreFoundOut() {
        run(new StaleReads(this::apply, new Random(1)));

        assertThat(verdict().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
        assertThat(verdict().violations()).isNotEmpty();
    }

    /** A write that is acknowledged and not done. */
    @Test
    void oneLostWriteIsFoundOut() {
        int[] writes = {0};
        run((operation, deadline) -> {
            boolean lose = decode(operation) instanceof KeyValueOperation.Put && ++writes[0] == 200;
            return lose
                    ? apply(new KeyValueOperation.Get("x", decode(operation).key()).encode(), deadline)
                    : apply(operation, deadline);
        });

        assertThat(verdict().outcome()).isEqualTo(Outcome.NOT_LINEARIZABLE);
    }

    /** A write that is done twice, the second time when others have written since. */
    @Test
    void oneRepeatedWriteIsFoundOut() {
        List<byte[]> writes = new ArrayList<>();
        int[] calls = {0};
        run((operation, deadline) -> {
            if (decode(operation) instanceof KeyValueOperation.Put) writes.add(operation);
            if (++calls[0] == 1_000) apply(writes.get(writes.size() - 20), deadline);
            return apply(operation, deadline);
        });

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

    private byte[] apply(byte[] operation, Duration deadline) {
        return store.apply(decode(operation)).encode();
    }

    private static KeyValueOperation decode(byte[] operation) {
        try {
            return KeyValueOperation.decode(operation);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}

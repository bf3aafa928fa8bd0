package org.testudo.benchmarks.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.kernel.wire.MalformedException;

/**
 * A liar between a client and its group, to show that lies are found out: now and then it answers a read as an earlier one of
 * the same key was answered, as a replica that lags behind would.
 */
final class StaleReads implements Caller.Service {
    private final Caller.Service honest;
    private final Random random;
    private final Map<String, byte[]> earlier = new LinkedHashMap<>();

    StaleReads(Caller.Service honest, Random random) {
        this.honest = honest;
        this.random = random;
    }

    @Override
    public byte[] call(byte[] operation, Duration deadline) {
        return perhapsEarlier(operation, honest.call(operation, deadline));
    }

    @Override
    public byte[] ask(byte[] question, Duration deadline) {
        return perhapsEarlier(question, honest.ask(question, deadline));
    }

    private byte[] perhapsEarlier(byte[] operation, byte[] answer) {
        try {
            if (!(KeyValueOperation.decode(operation) instanceof KeyValueOperation.Get get)) return answer;
            byte[] before = earlier.put(get.key(), answer);
            return before != null && random.nextInt(10) == 0 ? before : answer;
        } catch (MalformedException e) {
            throw new IllegalStateException("this client's own operation", e);
        }
    }
}

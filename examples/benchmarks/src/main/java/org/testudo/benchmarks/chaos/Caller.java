package org.testudo.benchmarks.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.linearizability.Call;
import org.testudo.benchmarks.linearizability.Observed;
import org.testudo.cli.demo.Audit;
import org.testudo.cli.kv.KeyValueAnswer;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.gacp.client.GroupClient;
import org.testudo.gacp.client.NoAnswerException;
import org.testudo.gacp.client.OperationFailedException;
import org.testudo.kernel.wire.MalformedException;

/** One client: one operation after the other on a few keys that all clients share, until it is told to stop. */
final class Caller implements Runnable {
    static final Duration DEADLINE = Duration.ofSeconds(10);

    /** One client's way to the group. */
    interface Service {
        /** @throws TestudoException as {@link org.testudo.gacp.client.GroupClient#call} does */
        byte[] call(byte[] operation, Duration deadline);

        /** The same for a question without a place in the order. */
        byte[] ask(byte[] question, Duration deadline);

        /** The group itself. */
        static Service of(GroupClient client) {
            return new Service() {
                @Override
                public byte[] call(byte[] operation, Duration deadline) {
                    return client.call(operation, deadline);
                }

                @Override
                public byte[] ask(byte[] question, Duration deadline) {
                    return client.ask(question, deadline);
                }
            };
        }
    }

    private final String name;
    private final Service service;
    private final Keys keys;
    private final Recorder recorder;
    private final Random random;
    private final long interval;
    private volatile boolean stopped;
    private Optional<String> lastSeen = Optional.empty();
    private int number;

    /** @param interval nanoseconds from one operation to the next, on average, if the group is that fast */
    Caller(String name, Service service, Keys keys, Recorder recorder, Random random, long interval) {
        this.name = name;
        this.service = service;
        this.keys = keys;
        this.recorder = recorder;
        this.random = random;
        this.interval = interval;
    }

    /** After the operation that is on its way. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            long begun = System.nanoTime();
            try {
                step();
            } catch (RuntimeException | Error e) {
                recorder.failed(name + " has ended: " + e);
                throw e;
            }
            long pause = begun + (long) (random.nextDouble() * 2 * interval) - System.nanoTime();
            if (pause > 0) LockSupport.parkNanos(pause);
        }
    }

    /** One operation of its choice. */
    void step() {
        String key = keys.draw(random);
        String value = name + "." + number;
        int dice = random.nextInt(100);
        if (dice < 25) query(key);
        else if (dice < 45) ask(key, new Call.Read());
        else if (dice < 75) ask(key, new Call.Write(value));
        else ask(key, new Call.CompareAndSet(lastSeen, value));
    }

    /** Asks in the order, and notes what came of it. */
    void ask(String key, Call call) {
        String id = name + "-" + number++;
        KeyValueOperation operation = operation(id, key, call);
        note(id, key, call, () -> {
            byte[] answer = service.call(operation.encode(), DEADLINE);
            recorder.acknowledged(new Audit.Acknowledged(name, operation, answer));
            return answer;
        });
    }

    /** Reads without a place in the order. */
    private void query(String key) {
        String id = name + "-" + number++;
        byte[] question = new KeyValueOperation.Get(id, key).encode();
        note(id, key, new Call.Read(), () -> service.ask(question, DEADLINE));
    }

    private void note(String id, String key, Call call, Supplier<byte[]> asking) {
        long invoked = System.nanoTime();
        try {
            byte[] answer = asking.get();
            long returned = System.nanoTime();
            lastSeen = KeyValueAnswer.decode(answer).value();
            recorder.answered(Observed.answered(id, key, call, lastSeen, invoked, returned));
        } catch (OperationFailedException | MalformedException e) {
            recorder.failed(id + ": " + e.getMessage());
        } catch (NoAnswerException e) {
            if (e.perhapsExecuted()) recorder.unknown(Observed.pending(id, key, call, invoked));
            else recorder.neverExecuted(id);
        } catch (TestudoException e) {
            recorder.unknown(Observed.pending(id, key, call, invoked));
        }
    }

    private static KeyValueOperation operation(String id, String key, Call call) {
        if (call instanceof Call.Write it) return new KeyValueOperation.Put(id, key, it.value());
        if (call instanceof Call.CompareAndSet it) {
            return new KeyValueOperation.CompareAndSet(id, key, it.expected(), it.value());
        }
        return new KeyValueOperation.Get(id, key);
    }
}

package org.testudo.cli.kv;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.Delivery;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;

/** Texts by key, in memory. Refuses what would grow it beyond its bound; the refusal is the operation's result. */
public final class KeyValueService implements StateMachine, Snapshots {
    private final TreeMap<String, String> values = new TreeMap<>();
    private final int maxKeys;

    /** With room for 100,000 keys. */
    public KeyValueService() {
        this(100_000);
    }

    /** With room for this many keys. */
    public KeyValueService(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    @Override
    public byte[] apply(Delivery operation) {
        try {
            return apply(KeyValueOperation.decode(operation.payload())).encode();
        } catch (MalformedException e) {
            throw new IllegalArgumentException("not an operation of the key-value service: " + e.getMessage(), e);
        }
    }

    /** Answers what {@link KeyValueOperation.Get} asks. */
    @Override
    public byte[] query(Principal client, byte[] question) {
        try {
            KeyValueOperation operation = KeyValueOperation.decode(question);
            if (operation instanceof KeyValueOperation.Get)
                return apply(operation).encode();
            throw new IllegalArgumentException("a query changes nothing; ask for an operation instead");
        } catch (MalformedException e) {
            throw new IllegalArgumentException("not a question to the key-value service: " + e.getMessage(), e);
        }
    }

    /** Executes one operation. */
    public KeyValueAnswer apply(KeyValueOperation operation) {
        Optional<String> before = Optional.ofNullable(values.get(operation.key()));
        if (operation instanceof KeyValueOperation.Put it) {
            bind(it.key(), it.value());
        } else if (operation instanceof KeyValueOperation.CompareAndSet it && before.equals(it.expected())) {
            bind(it.key(), it.value());
        }
        return new KeyValueAnswer(before);
    }

    private void bind(String key, String value) {
        if (!values.containsKey(key) && values.size() >= maxKeys) {
            throw new IllegalStateException("the service is full: it holds " + maxKeys + " keys");
        }
        values.put(key, value);
    }

    @Override
    public void writeSnapshot(OutputStream out) throws IOException {
        DataOutputStream to = new DataOutputStream(out);
        to.writeInt(values.size());
        for (Map.Entry<String, String> each : values.entrySet()) {
            write(each.getKey(), to);
            write(each.getValue(), to);
        }
        to.flush();
    }

    @Override
    public void readSnapshot(InputStream in) throws IOException {
        DataInputStream from = new DataInputStream(in);
        int count = from.readInt();
        values.clear();
        for (int i = 0; i < count; i++) values.put(read(from), read(from));
    }

    private static void write(String text, DataOutputStream to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    private static String read(DataInputStream from) throws IOException {
        int length = from.readInt();
        byte[] bytes = from.readNBytes(length);
        if (bytes.length < length) throw new EOFException("a text of " + length + " bytes ends early");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] digest() {
        return Digest.of(out -> {
                    out.writeInt(values.size());
                    values.forEach((key, value) -> out.writeText(key).writeText(value));
                })
                .toBytes();
    }
}

package org.testudo.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jgroups.Event;
import org.jgroups.UpHandler;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jgroups.blocks.RpcDispatcher;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The state of a {@link ReplicatedHashMap}, written alike by all that hold the same: its own form is Java's of a {@code HashMap},
 * whose bytes depend on what the map has gone through, and taking it would leave keys that are there no more. Used by the
 * application's thread.
 */
final class MapState {
    private final ReplicatedHashMap<Object, Object> map;

    MapState(ReplicatedHashMap<Object, Object> map) {
        this.map = map;
    }

    /** That of the map behind a channel's dispatcher; empty if there is none, or one that writes its state in its own way. */
    static Optional<MapState> behind(UpHandler dispatcher) {
        return Dispatchers.of(dispatcher)
                .filter(RpcDispatcher.class::isInstance)
                .map(it -> ((RpcDispatcher) it).getServerObject())
                .flatMap(MapState::of);
    }

    @SuppressWarnings("unchecked")
    private static Optional<MapState> of(Object server) {
        if (!(server instanceof ReplicatedHashMap<?, ?> map)) return Optional.empty();
        try {
            Class<?> writer =
                    map.getClass().getMethod("getState", OutputStream.class).getDeclaringClass();
            if (writer != ReplicatedHashMap.class) return Optional.empty();
            return Optional.of(new MapState((ReplicatedHashMap<Object, Object>) map));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every replicated map has getState", e);
        }
    }

    /**
     * Refuses a call of a replicated map that would give it a key which is none in a state: one without equality makes the maps
     * of the members differ, and one that cannot be written ends their checkpoints.
     *
     * @param method the name of what is called
     * @param arguments what it is called with, as a member sent it
     * @throws IllegalArgumentException names the key, and the remedy
     */
    static void requireKeys(String method, Object[] arguments) {
        if (!method.startsWith("_") || arguments == null || arguments.length == 0) return;
        if (method.equals("_putAll") && arguments[0] instanceof Map<?, ?> all) {
            for (Object each : all.keySet()) PlainKeys.requireKey(each);
        } else {
            PlainKeys.requireKey(arguments[0]);
        }
    }

    /** Writes the state into the stream of this event, or takes the one that is in it. */
    void pass(Event event) {
        try {
            if (event.type() == Event.STATE_TRANSFER_OUTPUTSTREAM) write(event.arg());
            else read(event.arg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the bytes of its keys, and with values as they are carried in messages. */
    void write(OutputStream out) throws IOException {
        TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        for (Map.Entry<Object, Object> each : map.entrySet()) {
            PlainKeys.requireKey(each.getKey());
            entries.put(bytes(each.getKey()), bytes(each.getValue()));
        }
        out.write(WireWriter.bytes(to -> to.writeInt(entries.size())));
        for (Map.Entry<byte[], byte[]> each : entries.entrySet()) {
            out.write(each.getKey());
            out.write(each.getValue());
        }
    }

    private static byte[] bytes(Object value) {
        return WireWriter.bytes(out -> PlainValue.write(value, out));
    }

    /** In place of what the map has. */
    void read(InputStream in) throws IOException {
        try {
            Map<Object, Object> entries = WireReader.whole(in.readAllBytes(), MapState::entries);
            map._clear();
            map._putAll(entries);
        } catch (MalformedException e) {
            throw new IOException("not the state of a replicated map: " + e.getMessage(), e);
        }
    }

    private static Map<Object, Object> entries(WireReader in) throws MalformedException {
        Map<Object, Object> entries = new LinkedHashMap<>();
        int count = in.readInt();
        if (count < 0) throw new MalformedException(count + " entries");
        for (int i = 0; i < count; i++) {
            Object key = PlainValue.read(in, Integer.MAX_VALUE);
            Object value = PlainValue.read(in, Integer.MAX_VALUE);
            new PlainKeys().admit(key);
            if (value == null || entries.put(key, value) != null) {
                throw new MalformedException("an entry without a value, or twice");
            }
        }
        return entries;
    }
}

package org.testudo.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jgroups.blocks.MethodCall;
import org.jgroups.tests.perf.PerfUtil;
import org.jgroups.util.UUID;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A value within a message: what is sent, an argument of a call, an answer. Each kind has a form of its own, read by this code
 * alone: no class is named on the wire, nothing is deserialized by Java or by JGroups, and no code of an application runs
 * (SICP-4). Collections come back as lists, sets and maps in the order in which they were written.
 */
final class PlainValue {
    /** Values in one message, those in collections included. */
    static final int MOST_VALUES = 8_192;

    /** Collections within collections. */
    static final int MOST_DEPTH = 8;

    /** The order is part of the wire format. */
    private enum Kind {
        NOTHING,
        BYTES,
        TEXT,
        TRUTH,
        BYTE,
        SHORT,
        CHARACTER,
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        ADDRESS,
        LIST,
        SET,
        MAP,
        CALL,
        FAILURE,
        SETTINGS,
        RESULTS
    }

    private final int most;
    private int left = MOST_VALUES;

    private PlainValue(int most) {
        this.most = most;
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it is not carried; names what, and the remedy
     */
    static void write(Object value, WireWriter out) {
        new PlainValue(Integer.MAX_VALUE).writeAt(value, out, 0);
    }

    /**
     * Reads what a member says is a value.
     *
     * @param most bytes of a text, or of bytes
     */
    static Object read(WireReader in, int most) throws MalformedException {
        return new PlainValue(most).readAt(in, 0);
    }

    void writeAt(Object value, WireWriter out, int depth) {
        if (left-- <= 0) {
            throw new IllegalArgumentException(
                    "send: a message of more than " + MOST_VALUES + " values is not carried; split it, or send bytes");
        }
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException(
                    "send: more than " + MOST_DEPTH + " collections within each other are not carried; send bytes");
        }
        if (value == null) out.writeEnum(Kind.NOTHING);
        else if (value instanceof byte[] it) out.writeEnum(Kind.BYTES).writeBytes(it);
        else if (value instanceof String it) out.writeEnum(Kind.TEXT).writeText(it);
        else if (value instanceof Boolean it) out.writeEnum(Kind.TRUTH).writeBoolean(it);
        else if (value instanceof Number it) writeNumber(it, out);
        else if (value instanceof Character it) out.writeEnum(Kind.CHARACTER).writeShort(it);
        else if (value.getClass() == UUID.class) writeAddress((UUID) value, out);
        else if (depth == 0 && value instanceof MethodCall it) CarriedCall.write(it, out.writeEnum(Kind.CALL), this);
        else if (depth == 0 && value instanceof Throwable it) Failures.write(it, out.writeEnum(Kind.FAILURE));
        else if (value instanceof PerfUtil.Config it) writeSettings(it, out.writeEnum(Kind.SETTINGS), depth);
        else if (value instanceof PerfUtil.Results it) PerfResults.write(it, out.writeEnum(Kind.RESULTS));
        else writeCollection(value, out, depth);
    }

    private static void writeNumber(Number value, WireWriter out) {
        if (value instanceof Integer it) out.writeEnum(Kind.INTEGER).writeInt(it);
        else if (value instanceof Long it) out.writeEnum(Kind.LONG).writeLong(it);
        else if (value instanceof Double it) out.writeEnum(Kind.DOUBLE).writeLong(Double.doubleToRawLongBits(it));
        else if (value instanceof Float it) out.writeEnum(Kind.FLOAT).writeInt(Float.floatToRawIntBits(it));
        else if (value instanceof Short it) out.writeEnum(Kind.SHORT).writeShort(it & 0xffff);
        else if (value instanceof Byte it) out.writeEnum(Kind.BYTE).writeByte(it & 0xff);
        else throw notCarried(value);
    }

    private static void writeAddress(UUID address, WireWriter out) {
        out.writeEnum(Kind.ADDRESS)
                .writeLong(address.getMostSignificantBits())
                .writeLong(address.getLeastSignificantBits());
    }

    /** Those of the Java platform only: another one may be more than what it contains. */
    private void writeCollection(Object value, WireWriter out, int depth) {
        boolean known = value.getClass().getName().startsWith("java.util.");
        if (known && value instanceof List<?> it) writeAll(it, out.writeEnum(Kind.LIST), depth);
        else if (known && value instanceof Set<?> it) writeSet(it, out.writeEnum(Kind.SET), depth);
        else if (known && value instanceof Map<?, ?> it) writeEntries(it, out.writeEnum(Kind.MAP), depth);
        else throw notCarried(value);
    }

    private void writeAll(List<?> values, WireWriter out, int depth) {
        out.writeInt(values.size());
        for (Object each : values) writeAt(each, out, depth + 1);
    }

    private void writeSet(Set<?> values, WireWriter out, int depth) {
        List<Object> elements = new ArrayList<>(values);
        PlainKeys keys = new PlainKeys();
        for (Object each : elements) keys.require(each);
        writeAll(elements, out, depth);
    }

    /** In the order of their names: that of a {@code Config} follows from what it has gone through. */
    private void writeSettings(PerfUtil.Config settings, WireWriter out, int depth) {
        for (Object each : settings.values().keySet()) PlainKeys.requireKey(each);
        writeEntries(new TreeMap<>(settings.values()), out, depth);
    }

    private void writeEntries(Map<?, ?> values, WireWriter out, int depth) {
        PlainKeys keys = new PlainKeys();
        out.writeInt(values.size());
        values.forEach((key, value) -> {
            keys.require(key);
            writeAt(key, out, depth + 1);
            writeAt(value, out, depth + 1);
        });
    }

    private static IllegalArgumentException notCarried(Object value) {
        return new IllegalArgumentException("send: a " + value.getClass().getName() + " is not carried, because"
                + " deserializing what a member says would hand it this process; send bytes, a String, a Boolean, a"
                + " number, an address, or lists, sets and maps of such");
    }

    Object readAt(WireReader in, int depth) throws MalformedException {
        if (left-- <= 0) throw new MalformedException("more than " + MOST_VALUES + " values");
        if (depth > MOST_DEPTH) throw new MalformedException("collections too deep within each other");
        Kind kind = in.readEnum(Kind.values());
        return switch (kind) {
            case NOTHING -> null;
            case BYTES -> in.readBytes(most);
            case TEXT -> in.readText(most);
            case TRUTH -> in.readBoolean();
            case BYTE -> (byte) in.readByte();
            case SHORT -> (short) in.readShort();
            case CHARACTER -> (char) in.readShort();
            case INTEGER -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> Float.intBitsToFloat(in.readInt());
            case DOUBLE -> Double.longBitsToDouble(in.readLong());
            case ADDRESS -> new UUID(in.readLong(), in.readLong());
            case LIST -> readAll(in, depth);
            case SET -> readSet(in, depth);
            case MAP -> readEntries(in, depth);
            case SETTINGS -> readSettings(in, depth);
            case RESULTS -> PerfResults.read(in);
            case CALL, FAILURE -> readWhole(kind, in, depth);
        };
    }

    private Object readWhole(Kind kind, WireReader in, int depth) throws MalformedException {
        if (depth > 0) throw new MalformedException(kind + " within another value");
        return kind == Kind.CALL ? CarriedCall.read(in, this) : Failures.read(in);
    }

    /** What is announced takes no memory before it is there. */
    private List<Object> readAll(WireReader in, int depth) throws MalformedException {
        List<Object> values = new ArrayList<>();
        int count = readCount(in);
        for (int i = 0; i < count; i++) values.add(readAt(in, depth + 1));
        return values;
    }

    private int readCount(WireReader in) throws MalformedException {
        int count = in.readInt();
        if (count < 0 || count > left) throw new MalformedException(count + " values");
        return count;
    }

    private Set<Object> readSet(WireReader in, int depth) throws MalformedException {
        Set<Object> values = new LinkedHashSet<>();
        PlainKeys keys = new PlainKeys();
        int count = readCount(in);
        for (int i = 0; i < count; i++) {
            if (!values.add(readKey(in, keys, depth))) throw new MalformedException("twice in a set");
        }
        return values;
    }

    private Map<Object, Object> readEntries(WireReader in, int depth) throws MalformedException {
        Map<Object, Object> values = new LinkedHashMap<>();
        PlainKeys keys = new PlainKeys();
        int count = readCount(in);
        for (int i = 0; i < count; i++) {
            Object key = readKey(in, keys, depth);
            if (values.containsKey(key)) throw new MalformedException("a key twice in a map");
            values.put(key, readAt(in, depth + 1));
        }
        return values;
    }

    private Object readKey(WireReader in, PlainKeys keys, int depth) throws MalformedException {
        Object key = readAt(in, depth + 1);
        keys.admit(key);
        return key;
    }

    private PerfUtil.Config readSettings(WireReader in, int depth) throws MalformedException {
        PerfUtil.Config settings = new PerfUtil.Config();
        String last = null;
        int count = readCount(in);
        for (int i = 0; i < count; i++) {
            if (!(readAt(in, depth + 1) instanceof String name)) {
                throw new MalformedException("a setting without a name");
            }
            if (last != null && last.compareTo(name) >= 0) throw new MalformedException("settings not in order");
            settings.add(name, readAt(in, depth + 1));
            last = name;
        }
        return settings;
    }
}

package org.testudo.stack.recorder;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Writes notices, which are records, by their components. A notice names its class, all below follows from the types declared
 * there; so a hostile file makes nothing but notices of ours. Keys in notices are public ones: no core ever sees another.
 */
final class RecordCodec {
    private static final String OURS = "org.testudo.";
    private static final int MAX_NAME = 200;
    private static final int MAX_ELEMENTS = 1 << 16;
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_INTEGER = 64;

    private final Lives lives;

    RecordCodec(Lives lives) {
        this.lives = lives;
    }

    /** @throws IllegalArgumentException if it has a component that cannot be written */
    void write(Notice notice, WireWriter out) {
        out.writeText(notice.getClass().getName());
        writeRecord(notice, out);
    }

    Notice read(WireReader in) throws MalformedException {
        String name = in.readText(MAX_NAME);
        if (!name.startsWith(OURS)) throw new MalformedException("not a notice of ours: " + name);
        try {
            Class<?> type = Class.forName(name, false, RecordCodec.class.getClassLoader());
            if (!type.isRecord() || !Notice.class.isAssignableFrom(type)) {
                throw new MalformedException(name + " is no notice");
            }
            return (Notice) readRecord(type, in);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new MalformedException("no notice " + name);
        }
    }

    private void writeRecord(Object value, WireWriter out) {
        for (RecordComponent each : value.getClass().getRecordComponents()) {
            try {
                each.getAccessor().setAccessible(true);
                write(each.getGenericType(), each.getAccessor().invoke(value), out);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(value.getClass() + "." + each.getName(), e);
            }
        }
    }

    private void write(Type type, Object value, WireWriter out) {
        if (type instanceof ParameterizedType generic) writeGeneric(generic, value, out);
        else if (type == long.class || type == Long.class) out.writeLong((Long) value);
        else if (type == int.class) out.writeInt((Integer) value);
        else if (type == boolean.class) out.writeBoolean((Boolean) value);
        else if (value instanceof String it) out.writeText(it);
        else if (value instanceof byte[] it) out.writeBytes(it);
        else if (value instanceof BigInteger it) out.writeBytes(it.toByteArray());
        else if (value instanceof Enum<?> it) out.writeInt(it.ordinal());
        else if (value instanceof Duration it) out.writeLong(it.toSeconds()).writeInt(it.getNano());
        else if (value instanceof Instant it) out.writeInstant(it);
        else if (value instanceof Digest it) it.write(out);
        else if (value instanceof StatementKey it) it.write(out);
        else if (value instanceof Signature it) it.write(out);
        else if (value instanceof ViewRecord it) it.write(out);
        else if (value instanceof Request it) it.write(out);
        else if (value instanceof Snapshot it) writeSnapshot(it, out);
        else if (value instanceof Record it && value.getClass() == type) writeRecord(it, out);
        else throw new IllegalArgumentException("a recording has no form for " + type.getTypeName());
    }

    /** The application's share of a checkpoint: what is served of it to others follows from its bytes. */
    private static void writeSnapshot(Snapshot state, WireWriter out) {
        if (state.bytes() > MAX_BYTES) {
            throw new IllegalArgumentException("a recording has no room for a state of " + state.bytes() + " bytes");
        }
        out.writeBytes(state.content());
    }

    private void writeGeneric(ParameterizedType type, Object value, WireWriter out) {
        Type element = type.getActualTypeArguments()[0];
        if (value instanceof List<?> list) out.writeList(list, (each, to) -> write(element, each, to));
        else if (value instanceof Optional<?> it) out.writeOptional(it, (each, to) -> write(element, each, to));
        else if (value instanceof Signed<?> it && it.message() instanceof Request request) {
            Request.writeSigned(new Signed<>(it.signer(), it.header(), request, it.signature()), out);
        } else throw new IllegalArgumentException("a recording has no form for " + type.getTypeName());
    }

    private Object readRecord(Class<?> type, WireReader in) throws MalformedException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = read(components[i].getGenericType(), in);
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new MalformedException(type.getSimpleName() + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new MalformedException("no " + type.getName());
        }
    }

    private Object read(Type type, WireReader in) throws MalformedException {
        if (type instanceof ParameterizedType generic) return readGeneric(generic, in);
        if (type == long.class || type == Long.class) return in.readLong();
        if (type == int.class) return in.readInt();
        if (type == boolean.class) return in.readBoolean();
        if (type == String.class) return in.readText(MAX_BYTES);
        if (type == byte[].class) return in.readBytes(MAX_BYTES);
        if (type == BigInteger.class) return readInteger(in);
        if (type == Duration.class) return Duration.ofSeconds(in.readLong(), in.readInt());
        if (type == Instant.class) return in.readInstant();
        if (type == Digest.class) return Digest.read(in);
        if (type == StatementKey.class) return StatementKey.read(in);
        if (type == Signature.class) return Signature.read(in);
        if (type == ViewRecord.class) return ViewRecord.read(in);
        if (type == Request.class) return Request.read(in);
        if (type == Snapshot.class) return Snapshot.of(in.readBytes(MAX_BYTES));
        return readOther((Class<?>) type, in);
    }

    private static BigInteger readInteger(WireReader in) throws MalformedException {
        byte[] bytes = in.readBytes(MAX_INTEGER);
        if (bytes.length == 0) throw new MalformedException("an integer without bytes");
        return new BigInteger(bytes);
    }

    private Object readOther(Class<?> type, WireReader in) throws MalformedException {
        if (type.isEnum()) {
            int ordinal = in.readInt();
            Object[] values = type.getEnumConstants();
            if (ordinal < 0 || ordinal >= values.length) throw new MalformedException("no " + type.getSimpleName());
            return values[ordinal];
        }
        if (type.isRecord() && type.getName().startsWith(OURS)) return readRecord(type, in);
        throw new MalformedException("a recording has no form for " + type.getName());
    }

    private Object readGeneric(ParameterizedType type, WireReader in) throws MalformedException {
        Type element = type.getActualTypeArguments()[0];
        if (type.getRawType() == List.class) return in.readList(MAX_ELEMENTS, each -> read(element, each));
        if (type.getRawType() == Optional.class) return in.readOptional(each -> read(element, each));
        if (type.getRawType() == Signed.class && element == Request.class) return Request.readSigned(in, lives);
        throw new MalformedException("a recording has no form for " + type.getTypeName());
    }
}

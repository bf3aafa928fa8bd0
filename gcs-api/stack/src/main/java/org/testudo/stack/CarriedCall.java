package org.testudo.stack;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.ReplicatedMap;
import org.jgroups.util.SizeStreamable;
import org.jgroups.util.Util;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A call of {@code RpcDispatcher} that came from a member. It finds its method as {@link MethodCall} does, but leaves alone
 * what no application means to offer: where methods have numbers, all others; else what is not public, is static, or is a
 * method of every object.
 */
final class CarriedCall extends MethodCall implements SizeStreamable {
    private static final int MOST_NAME = 256;
    private static final int MOST_ARGUMENTS = 64;
    private static final Field TYPES = field("types");

    private boolean toOne;
    private boolean byNumber;
    private volatile Error ended;

    private CarriedCall(String name, Object[] arguments, Class<?>[] parameters) {
        super(name, arguments, parameters);
    }

    private CarriedCall(short id, Object[] arguments) {
        super(id, arguments);
    }

    private static Field field(String name) {
        try {
            Field found = MethodCall.class.getDeclaredField(name);
            found.setAccessible(true);
            return found;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("MethodCall of this JGroups has no " + name + "; use version 5.5", e);
        }
    }

    /** @throws IllegalArgumentException if an argument, or the type of a parameter, is not carried */
    static void write(MethodCall call, WireWriter out, PlainValue values) {
        requireStock(call);
        out.writeBoolean(call.useIds());
        if (call.useIds()) out.writeShort(call.getMethodId());
        else writeName(call, out);
        Object[] arguments = call.getArgs() == null ? new Object[0] : call.getArgs();
        out.writeByte(atMost(arguments.length));
        for (Object each : arguments) values.writeAt(each, out, 1);
    }

    /** What another class adds to a call would be lost. */
    private static void requireStock(MethodCall call) {
        if (call instanceof CarriedCall || call.getClass().getName().startsWith("org.jgroups.")) return;
        throw new IllegalArgumentException("send: a call of class "
                + call.getClass().getName() + " is not carried; use " + MethodCall.class.getName());
    }

    private static void writeName(MethodCall call, WireWriter out) {
        String name = call.getMethodName();
        if (WireWriter.bytes(it -> it.writeText(name)).length > MOST_NAME) {
            throw new IllegalArgumentException("send: a method's name has more than " + MOST_NAME + " bytes");
        }
        out.writeText(name);
        Class<?>[] types = types(call);
        out.writeByte(atMost(types.length));
        for (Class<?> each : types) PlainTypes.write(each, out);
    }

    private static Class<?>[] types(MethodCall call) {
        try {
            Class<?>[] types = (Class<?>[]) TYPES.get(call);
            return types == null ? new Class<?>[0] : types;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("its types were made accessible", e);
        }
    }

    private static int atMost(int count) {
        if (count <= MOST_ARGUMENTS) return count;
        throw new IllegalArgumentException("send: a call with " + count + " arguments is not carried; use a list");
    }

    static CarriedCall read(WireReader in, PlainValue values) throws MalformedException {
        if (in.readBoolean()) {
            int id = in.readShort();
            if (id > Short.MAX_VALUE) throw new MalformedException("no method " + id);
            return new CarriedCall((short) id, arguments(in, values));
        }
        String name = in.readText(MOST_NAME);
        Class<?>[] types = new Class<?>[count(in)];
        for (int i = 0; i < types.length; i++) types[i] = PlainTypes.read(in);
        return new CarriedCall(name, arguments(in, values), types);
    }

    private static Object[] arguments(WireReader in, PlainValue values) throws MalformedException {
        Object[] arguments = new Object[count(in)];
        for (int i = 0; i < arguments.length; i++) arguments[i] = values.readAt(in, 1);
        return arguments;
    }

    private static int count(WireReader in) throws MalformedException {
        int count = in.readByte();
        if (count > MOST_ARGUMENTS) throw new MalformedException(count + " arguments");
        return count;
    }

    /** It came to this member alone: nobody knows what its sender has told the others. */
    void toOne() {
        toOne = true;
    }

    /** Its dispatcher has numbers for what is offered. */
    void byNumber() {
        byNumber = true;
    }

    /** The call that a received message is, whatever its headers; empty if it is none. */
    static Optional<CarriedCall> in(Message message) {
        Object content = message instanceof ObjectMessage ? message.getObject() : null;
        return content instanceof CarriedCall it ? Optional.of(it) : Optional.empty();
    }

    /**
     * Calls the method on the server object of a dispatcher.
     *
     * @throws IllegalAccessException if it is one that no member may call; the caller is told so
     * @throws IllegalArgumentException if it would give a replicated map a key that is none in its state
     */
    @Override
    public Object invoke(Object target) throws Exception {
        requireOffered(target);
        if (target instanceof ReplicatedMap) MapState.requireKeys(getMethodName(), getArgs());
        try {
            return super.invoke(target);
        } catch (Error e) {
            ended = e;
            throw e;
        }
    }

    /** JGroups answers with any failure of a method, and goes on; after an {@code Error} this member may not (HOST-5). */
    void rethrowError() {
        if (ended != null) throw ended;
    }

    private void requireOffered(Object target) throws IllegalAccessException {
        if (toOne && target instanceof ReplicatedMap) {
            throw new IllegalAccessException(
                    getMethodName() + ": a replicated map takes only what all its members get; call it for all");
        }
        if (target == null || useIds()) return;
        if (byNumber || target instanceof ReplicatedMap) {
            throw new IllegalAccessException(method_name + ": what is offered here has a number; call it by that");
        }
        requirePublic(Util.findMethod(target.getClass(), method_name, types));
    }

    private void requirePublic(Method method) throws IllegalAccessException {
        if (method == null) return; // which is said by whoever looks for it next
        int modifiers = method.getModifiers();
        boolean offered = Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers);
        if (offered && method.getDeclaringClass() != Object.class) return;
        throw new IllegalAccessException(
                method_name + ": is not public, or static, or of every object; members may not call it");
    }

    /** Never on a wire of JGroups; it asks only whether there is something. */
    @Override
    public int serializedSize() {
        return 1;
    }
}

package org.testudo.stack;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgroups.Address;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Types of parameters, by which a call finds its method: those of which there can be values. */
final class PlainTypes {
    /** The order is part of the wire format. */
    private static final List<Class<?>> TYPES = List.of(
            boolean.class,
            Boolean.class,
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            char.class,
            Character.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            float.class,
            Float.class,
            double.class,
            Double.class,
            String.class,
            byte[].class,
            Object.class,
            Number.class,
            CharSequence.class,
            Address.class,
            Collection.class,
            List.class,
            Set.class,
            Map.class);

    private static final Map<Class<?>, Integer> NUMBERS = new LinkedHashMap<>();

    static {
        for (Class<?> each : TYPES) NUMBERS.put(each, NUMBERS.size());
    }

    private PlainTypes() {}

    /** @throws IllegalArgumentException if there are no values of that type */
    static void write(Class<?> type, WireWriter out) {
        Integer number = NUMBERS.get(type);
        if (number == null) {
            throw new IllegalArgumentException(
                    "send: a call of a method with a parameter of type "
                            + (type == null ? "null" : type.getName())
                            + " is not carried; use a primitive, its wrapper, String, byte[], Address, List, Set, Map or Object");
        }
        out.writeByte(number);
    }

    static Class<?> read(WireReader in) throws MalformedException {
        int number = in.readByte();
        if (number >= TYPES.size()) throw new MalformedException("no type " + number);
        return TYPES.get(number);
    }
}

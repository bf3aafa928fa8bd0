package org.testudo.membership.joint;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many entries the collections of a core hold in all, whatever they are: a new one cannot escape the count. */
final class StateSize {
    /** What grows with the history by design, up to limits of their own. */
    private static final List<String> HISTORY = List.of("Log", "ViewChain");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private int entries;

    private StateSize() {}

    static int of(Object core) {
        StateSize size = new StateSize();
        size.visit(core);
        while (!size.open.isEmpty()) size.look(size.open.remove());
        return size.entries;
    }

    private void visit(Object value) {
        if (value == null || HISTORY.contains(value.getClass().getSimpleName())) return;
        boolean ours = value.getClass().getName().startsWith("org.testudo.");
        boolean container = value instanceof Collection<?> || value instanceof Map<?, ?>;
        if ((ours || container) && !(value instanceof Enum<?>) && seen.add(value)) open.add(value);
    }

    private void look(Object value) {
        if (value instanceof Collection<?> it) {
            entries += it.size();
            it.forEach(this::visit);
        } else if (value instanceof Map<?, ?> it) {
            entries += it.size();
            it.keySet().forEach(this::visit);
            it.values().forEach(this::visit);
        } else {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass())
                fields(type, value);
        }
    }

    private void fields(Class<?> type, Object owner) {
        for (Field field : type.getDeclaredFields()) {
            boolean skipped =
                    Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive();
            if (skipped || !type.getName().startsWith("org.testudo.")) continue;
            try {
                field.setAccessible(true);
                visit(field.get(owner));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }
}

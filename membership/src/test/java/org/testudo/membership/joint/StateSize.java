package org.testudo.membership.joint;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    private static final ClassValue<Boolean> OPENED = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return opened(type);
        }
    };
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return fieldsOf(type);
        }
    };

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>(1 << 11));
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
        if (value != null && OPENED.get(value.getClass()) && seen.add(value)) open.add(value);
    }

    private static boolean opened(Class<?> type) {
        if (HISTORY.contains(type.getSimpleName()) || Enum.class.isAssignableFrom(type)) return false;
        boolean container = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        return container || leads(type);
    }

    private static boolean leads(Class<?> type) {
        if (type == null) return false;
        return !FIELDS.get(type).isEmpty() || leads(type.getSuperclass());
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
        for (Field field : FIELDS.get(type)) {
            try {
                visit(field.get(owner));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Of a class of ours, those that may hold or lead to a collection; none of others. */
    private static List<Field> fieldsOf(Class<?> type) {
        if (!type.getName().startsWith("org.testudo.")) return List.of();
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || leaf(field.getType())) continue;
            field.setAccessible(true);
            fields.add(field);
        }
        return fields;
    }

    private static boolean leaf(Class<?> type) {
        return type.isPrimitive() || type.isArray() || type == String.class || type.isEnum();
    }
}

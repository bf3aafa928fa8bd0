package org.testudo.stack;

import java.lang.reflect.Field;
import java.util.Optional;
import org.jgroups.UpHandler;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RpcDispatcher;

/** Which of JGroups' dispatchers a channel has: it does not say, its handler is an object within the dispatcher. */
final class Dispatchers {
    private Dispatchers() {}

    /** Whether what is called goes by number, as a lookup or an invoker of the application says. */
    static boolean byNumber(UpHandler handler) {
        return of(handler)
                .filter(RpcDispatcher.class::isInstance)
                .map(RpcDispatcher.class::cast)
                .filter(it -> it.getMethodLookup() != null || it.getMethodInvoker() != null)
                .isPresent();
    }

    /** That whose handler this is. */
    static Optional<MessageDispatcher> of(UpHandler handler) {
        if (handler == null) return Optional.empty();
        for (Field each : handler.getClass().getDeclaredFields()) {
            if (MessageDispatcher.class.isAssignableFrom(each.getType())) return Optional.of(value(each, handler));
        }
        return Optional.empty();
    }

    private static MessageDispatcher value(Field field, UpHandler handler) {
        try {
            field.setAccessible(true);
            return (MessageDispatcher) field.get(handler);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("LANES: cannot see the dispatcher of this JGroups; use version 5.5", e);
        }
    }
}

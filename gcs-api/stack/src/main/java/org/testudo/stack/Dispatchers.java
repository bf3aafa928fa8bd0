package org.testudo.stack;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import org.jgroups.UpHandler;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.Request;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.blocks.RpcDispatcher;

/** Which of JGroups' dispatchers a channel has: it does not say, its handler is an object within the dispatcher. */
final class Dispatchers {
    private static final Field REQUESTS = requests();

    private Dispatchers() {}

    /** Whether what is called goes by number, as a lookup or an invoker of the application says. */
    static boolean byNumber(UpHandler handler) {
        return of(handler)
                .filter(RpcDispatcher.class::isInstance)
                .map(RpcDispatcher.class::cast)
                .filter(it -> it.getMethodLookup() != null || it.getMethodInvoker() != null)
                .isPresent();
    }

    /** The calls that are not over, by number, as they change; empty if the handler is no dispatcher's, so that nobody knows. */
    @SuppressWarnings("unchecked")
    static Optional<Map<Long, Request<?>>> pending(UpHandler handler) {
        return of(handler).map(MessageDispatcher::correlator).map(it -> (Map<Long, Request<?>>) value(REQUESTS, it));
    }

    /** That whose handler this is. */
    static Optional<MessageDispatcher> of(UpHandler handler) {
        if (handler == null) return Optional.empty();
        for (Field each : handler.getClass().getDeclaredFields()) {
            if (MessageDispatcher.class.isAssignableFrom(each.getType()))
                return Optional.of((MessageDispatcher) value(each, handler));
        }
        return Optional.empty();
    }

    private static Field requests() {
        try {
            return RequestCorrelator.class.getDeclaredField("requests");
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw unknown(e);
        }
    }

    private static IllegalStateException unknown(Exception why) {
        return new IllegalStateException("LANES: cannot see the dispatcher of this JGroups; use version 5.5", why);
    }
}

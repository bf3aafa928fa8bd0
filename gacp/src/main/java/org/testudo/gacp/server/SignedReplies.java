package org.testudo.gacp.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.testudo.gacp.core.Reply;
import org.testudo.kernel.statement.Signature;

/**
 * Signatures of the replies that were sent last: a client that did not wait long enough asks all members again, and where many
 * do so because the members are slow, signing anew would make them slower. Used by one thread.
 */
final class SignedReplies {
    /** How many are remembered; the least recently used is forgotten, and signed again when it is asked for. */
    static final int MOST = 4_096;

    private record Key(long view, Reply reply) {}

    private final Map<Key, Signature> signatures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Signature> eldest) {
            return size() > MOST;
        }
    };

    /**
     * The signature of this reply in this view.
     *
     * @param signing makes it if it is not remembered; empty if it cannot be made, which is not remembered
     */
    Optional<Signature> of(long view, Reply reply, Supplier<Optional<Signature>> signing) {
        Key key = new Key(view, reply);
        Signature known = signatures.get(key);
        if (known != null) return Optional.of(known);
        Optional<Signature> made = signing.get();
        made.ifPresent(signature -> signatures.put(key, signature));
        return made;
    }
}

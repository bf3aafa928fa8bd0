package org.testudo.stack.pair.core;

import java.util.Comparator;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.TimerId;

/** One stream between this start of this member and one start of another, both directions; or with itself. */
final class Pair {
    /** Which one; a peer has one pair for each stream. */
    record Key(MemberId peer, PairStream stream) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::peer).thenComparing(Key::stream);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    final MemberId peer;
    final PairStream stream;
    final long incarnation;
    final Sending sending;
    final Receiving receiving;
    final TimerId retry;
    final TimerId receipt;
    boolean retryArmed;
    boolean receiptArmed;

    Pair(Key key, long incarnation, PairSettings settings) {
        peer = key.peer;
        stream = key.stream;
        this.incarnation = incarnation;
        sending = new Sending(settings);
        receiving = new Receiving(settings);
        retry = new TimerId("retry " + stream + " " + peer);
        receipt = new TimerId("receipt " + stream + " " + peer);
    }
}

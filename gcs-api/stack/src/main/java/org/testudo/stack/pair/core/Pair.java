package org.testudo.stack.pair.core;

import org.testudo.api.MemberId;
import org.testudo.kernel.core.TimerId;

/** This start of this member with one start of another, both directions; or with itself. */
final class Pair {
    final MemberId peer;
    final long incarnation;
    final Sending sending;
    final Receiving receiving;
    final TimerId retry;
    final TimerId receipt;
    boolean retryArmed;
    boolean receiptArmed;

    Pair(MemberId peer, long incarnation, PairSettings settings) {
        this.peer = peer;
        this.incarnation = incarnation;
        sending = new Sending(settings);
        receiving = new Receiving(settings);
        retry = new TimerId("retry " + peer);
        receipt = new TimerId("receipt " + peer);
    }
}

package org.testudo.stack.pair.core;

import org.testudo.api.MemberId;

/**
 * What the two members of a pair say to each other. Never signed: its channel proves who speaks, and it concerns no third.
 * Both incarnations stand in each message, so that nothing of an older start is taken for the present one (GM-23).
 */
public sealed interface PairMessage {
    /** Handles each kind. */
    interface Visitor {
        void onParcel(MemberId sender, Parcel parcel);

        void onReceipt(MemberId sender, Receipt receipt);
    }

    void accept(MemberId sender, Visitor visitor);

    /**
     * A message of the application.
     *
     * @param stream to which it belongs
     * @param view that was in force at the sender when it was sent
     * @param from incarnation of the sender
     * @param to incarnation of the receiver
     * @param sequence place among all of the stream from this incarnation to that, from 1
     */
    record Parcel(PairStream stream, long view, long from, long to, long sequence, byte[] body) implements PairMessage {
        @Override
        public void accept(MemberId sender, Visitor visitor) {
            visitor.onParcel(sender, this);
        }
    }

    /**
     * How far the parcels of the other have come, all before included.
     *
     * @param stream of the parcels
     * @param from incarnation of the sender, to which the parcels went
     * @param to incarnation of the receiver, from which they came
     * @param received that were taken in
     * @param consumed that the application is done with; at most as many
     */
    record Receipt(PairStream stream, long from, long to, long received, long consumed) implements PairMessage {
        @Override
        public void accept(MemberId sender, Visitor visitor) {
            visitor.onReceipt(sender, this);
        }
    }
}

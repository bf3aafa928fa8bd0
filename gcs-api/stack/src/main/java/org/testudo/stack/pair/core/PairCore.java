package org.testudo.stack.pair.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Messages from one member to one: each at most once, in the order of its sender, and at last if both starts keep their
 * seats. Each {@link PairStream} has an order and a window of its own. A pair is two incarnations; when one of them loses its
 * seat all of it is forgotten, and what was not consumed is announced as {@link PairNotice.Lost}. No agreement: the sender may tell two members different things, or the same twice
 * under two numbers.
 *
 * <p>Both sides keep the same window, and room comes from what the other's application has consumed, so a slow application
 * holds up its senders and nothing piles up. The worst that a faulty peer can do is to leave this member's messages to it
 * unsettled, and to fill its own window here.
 */
public final class PairCore extends AbstractCore<PairMessage> implements PairMessage.Visitor {
    private final MemberId self;
    private final Origin origin;
    private final PairSettings settings;
    private final Map<Pair.Key, Pair> pairs = new TreeMap<>();
    private long view;

    /** @param origin this start of this member */
    public PairCore(Origin origin, PairSettings settings) {
        self = origin.principal().member();
        this.origin = origin;
        this.settings = settings;
    }

    @Override
    protected void onInstalled(ViewRecord record) {
        view = record.id();
        boolean takesPart = settings.messages() > 0 && record.seats(origin);
        for (Pair pair : new ArrayList<>(pairs.values())) {
            boolean stays = takesPart && seated(record, pair);
            if (!stays) forget(pair);
        }
        if (takesPart) record.occupants().forEach(this::begin);
    }

    private static boolean seated(ViewRecord record, Pair pair) {
        return record.occupant(pair.peer)
                .filter(occupant -> occupant.incarnation() == pair.incarnation)
                .isPresent();
    }

    private void forget(Pair pair) {
        pairs.remove(new Pair.Key(pair.peer, pair.stream));
        disarm(pair.retry);
        disarm(pair.receipt);
        if (pair.sending.messages() == 0) return;
        lost(
                pair.peer,
                pair.stream,
                pair.sending.messages(),
                pair.sending.bytes(),
                "that start, or this, has left its seat");
    }

    /** The receipt tells a peer that was in this view before, and whose first parcels were ignored, that they are due now. */
    private void begin(Occupant occupant) {
        for (PairStream stream : PairStream.values()) {
            Pair.Key key = new Pair.Key(occupant.member(), stream);
            if (pairs.containsKey(key)) continue;
            Pair pair = new Pair(key, occupant.incarnation(), settings);
            pairs.put(key, pair);
            if (!pair.peer.equals(self)) sendReceipt(pair);
        }
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof PairNotice.Tell it) tell(it);
        else if (notice instanceof PairNotice.Consumed it) consumed(it);
    }

    private void tell(PairNotice.Tell told) {
        Pair pair = pairs.get(new Pair.Key(told.to(), told.stream()));
        int size = told.body().length;
        if (pair == null) lost(told.to(), told.stream(), 1, size, "it, or this member, holds no seat");
        else if (!pair.sending.admits(size)) lost(told.to(), told.stream(), 1, size, "too much waits to be consumed");
        else {
            send(pair, pair.sending.add(view, told.body()));
            armRetry(pair);
        }
    }

    private void lost(MemberId to, PairStream stream, int messages, long bytes, String why) {
        announce(new PairNotice.Lost(to, stream, messages, bytes, why));
    }

    private void consumed(PairNotice.Consumed it) {
        Pair pair = pairs.get(new Pair.Key(it.from(), it.stream()));
        if (pair == null || pair.incarnation != it.incarnation()) return; // it has left meanwhile
        if (!pair.receiving.consumed(it.sequence())) return;
        if (pair.receiving.muchConsumed()) sendReceipt(pair);
        else receiptSoon(pair);
    }

    @Override
    protected void onReceived(Authentic<PairMessage> message) {
        message.message().accept(message.sender(), this);
    }

    @Override
    public void onParcel(MemberId sender, PairMessage.Parcel parcel) {
        Pair pair = pair(new Pair.Key(sender, parcel.stream()), parcel.from(), parcel.to());
        if (pair == null) return;
        Receiving.Fate fate = pair.receiving.take(parcel);
        if (fate == Receiving.Fate.TAKEN) {
            announce(new PairNotice.Arrived(
                    sender, pair.stream, pair.incarnation, parcel.view(), parcel.sequence(), parcel.body()));
        } else {
            announce(new PairNotice.Ignored(sender, fate.name()));
        }
        receiptSoon(pair);
    }

    @Override
    public void onReceipt(MemberId sender, PairMessage.Receipt receipt) {
        Pair pair = pair(new Pair.Key(sender, receipt.stream()), receipt.from(), receipt.to());
        if (pair == null) return;
        if (!pair.sending.possible(receipt)) {
            announce(new PairNotice.Ignored(sender, "receipt for what was not sent"));
            return;
        }
        List<Sending.Kept> settled = pair.sending.settle(receipt);
        pair.sending.missing().forEach(each -> send(pair, each));
        if (settled.isEmpty()) return;
        long bytes = settled.stream().mapToLong(each -> each.body().length).sum();
        announce(new PairNotice.Settled(sender, pair.stream, settled.size(), bytes));
        pair.retryArmed = false;
        if (pair.sending.messages() > 0) armRetry(pair);
        else disarm(pair.retry);
    }

    /** The pair, if it is of these two starts; a message of any other says nothing about it. */
    private Pair pair(Pair.Key key, long from, long to) {
        Pair pair = pairs.get(key);
        if (pair != null && pair.incarnation == from && origin.incarnation() == to) return pair;
        announce(new PairNotice.Ignored(key.peer(), "of a start that holds no seat"));
        return null;
    }

    @Override
    protected void onTimerFired(TimerId timer) {
        for (Pair pair : pairs.values()) {
            if (timer.equals(pair.receipt)) sendReceipt(pair);
            else if (timer.equals(pair.retry)) retry(pair);
        }
    }

    private void retry(Pair pair) {
        pair.retryArmed = false;
        if (pair.sending.messages() == 0) return;
        send(pair, pair.sending.probe());
        armRetry(pair);
    }

    private void send(Pair pair, Sending.Kept kept) {
        send(
                pair.peer,
                new PairMessage.Parcel(
                        pair.stream,
                        kept.view(),
                        origin.incarnation(),
                        pair.incarnation,
                        kept.sequence(),
                        kept.body()));
    }

    private void armRetry(Pair pair) {
        if (pair.retryArmed) return;
        pair.retryArmed = true;
        arm(pair.retry, pair.sending.patience());
    }

    private void receiptSoon(Pair pair) {
        if (pair.receiptArmed) return;
        pair.receiptArmed = true;
        arm(pair.receipt, settings.receiptDelay());
    }

    private void sendReceipt(Pair pair) {
        if (pair.receiptArmed) disarm(pair.receipt);
        pair.receiptArmed = false;
        send(pair.peer, pair.receiving.receipt(pair.stream, origin.incarnation(), pair.incarnation));
    }
}

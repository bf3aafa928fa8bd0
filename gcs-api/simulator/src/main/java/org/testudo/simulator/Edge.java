package org.testudo.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.SpareVotes;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Vote;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;

/**
 * What the host does between the wire and the cores: signs what leaves; checks what arrives against the record of the view
 * that it names; parks what names a later view, bounded per peer, and tries it again once that view is installed (HOST-2);
 * drops what can be of no use any more (HOST-1).
 */
final class Edge {
    /** How many messages of later views are kept for one peer; the newest beyond it is dropped and told as a gap. */
    static final int MOST_PARKED = 1000;

    /** Ballots of one member whose verified votes are counted, as a host does. */
    private static final int MOST_BALLOTS = 4_096;

    private final SimulatedMember self;
    private final Run run;
    private final KeyBook book = new KeyBook();
    private final Map<MemberId, Deque<Packet>> parked = new LinkedHashMap<>();
    private final SpareVotes<Packet> spare = new SpareVotes<>(MOST_BALLOTS);
    private final Map<MemberId, StatementKey> pardoned = new LinkedHashMap<>();
    private long delivered;

    Edge(SimulatedMember self, Run run) {
        this.self = self;
        this.run = run;
    }

    /** The packet for a message of a layer; empty if it asks for a key that is gone. */
    Optional<Packet> outgoing(int layer, Object message) {
        MessageCodec<Object> codec = self.codec(layer);
        byte[] bytes = codec.encode(message);
        Optional<StatementHeader> header = codec.header(message);
        if (header.isEmpty()) return Optional.of(new Packet(self, layer, bytes, Optional.empty()));
        Optional<Signature> signature = self.keys().sign(header.get(), codec.statementBody(message));
        return signature.map(present -> new Packet(self, layer, bytes, Optional.of(present)));
    }

    /** A member's own message needs no proof, but its codec must bear it. */
    void own(Packet packet) {
        String fault = packet.fault();
        if (fault == null) accept(packet);
        else if (self.correct()) throw new Violation("codec", self.id() + " cannot read its own message: " + fault);
    }

    void incoming(Packet packet) {
        SimulatedMember sender = packet.sender();
        if (self.view().excluded(sender.id()) || isFormer(sender)) return; // SICP-7, GM-6: the connection is cut
        String fault = packet.fault();
        if (fault != null) run.refused(self, sender, fault);
        else if (packet.early(book)) park(packet);
        else if (useful(packet) && !setAside(packet)) judge(packet);
    }

    /** Whether operators have pardoned the name of the sender under another key. */
    private boolean isFormer(SimulatedMember sender) {
        StatementKey present = pardoned.get(sender.id());
        return present != null && !present.equals(sender.context().origin().key());
    }

    void pardoned(List<Pardoned> members) {
        pardoned.clear();
        members.forEach(each -> pardoned.put(each.member(), each.key()));
    }

    /** Whether it is a vote that is not needed now (HOST-1). What proves votes of its sender false brings those back. */
    private boolean setAside(Packet packet) {
        MessageCodec<Object> codec = self.codec(packet.layer());
        MemberId sender = packet.sender().id();
        Object message = packet.content();
        Optional<Vote> vote = codec.vote(message);
        if (codec.answersForVotes(message)) spare.takeBackAll(sender).forEach(this::judgeIfUseful);
        if (vote.isEmpty()) return false;
        Optional<Packet> back = spare.takeBack(sender, vote.get().ballot());
        back.ifPresent(this::judgeIfUseful);
        boolean present = vote.get().ballot().view() == self.view().id();
        return back.isEmpty()
                && present
                && spare.setAside(sender, vote.get(), self.view().certifying(), packet);
    }

    private void judgeIfUseful(Packet packet) {
        if (useful(packet)) judge(packet);
    }

    private void judge(Packet packet) {
        Optional<Proof> refuted = packet.refuted(book, run.keys());
        if (refuted.isEmpty()) {
            accept(packet);
            return;
        }
        run.refused(self, packet.sender(), "not proved: " + Describe.text(packet.message()));
        if (packet.isOwn(refuted.get())) return;
        self.post(
                packet.layer(),
                new Event.Refuted<>(packet.message(), refuted.get().claim()));
    }

    private boolean useful(Packet packet) {
        Object message = packet.message().message();
        return self.codec(packet.layer()).useful(message, self.view().id(), delivered);
    }

    /** A slot has left the cores. */
    void delivered(long slot) {
        delivered = slot;
        spare.delivered(slot);
    }

    /** Whether a request that another principal signed may be handed to the cores, as a client port asks. */
    boolean valid(Payload.Relayed relayed) {
        return Request.claims(relayed.request()).stream().allMatch(claim -> new Proof(claim).holds(book, run.keys()));
    }

    void installed(ViewRecord view) {
        book.learn(view);
        self.keys().installed(view, self.id());
        view.exclusions().forEach(exclusion -> parked.remove(exclusion.member()));
    }

    /** A later view is proved: what names it can be checked from here on. */
    void proved(ViewRecord view) {
        book.learn(view);
    }

    /** Tries again what was parked; after the cores have been told of the view. */
    void retry() {
        List<Packet> again = new ArrayList<>();
        parked.values().forEach(again::addAll);
        parked.clear();
        again.forEach(this::incoming);
    }

    private void park(Packet packet) {
        Deque<Packet> ofPeer = parked.computeIfAbsent(packet.sender().id(), peer -> new ArrayDeque<>());
        if (ofPeer.size() < MOST_PARKED) ofPeer.add(packet);
        else self.post(packet.layer(), new Event.Gap<>(packet.sender().id()));
    }

    private void accept(Packet packet) {
        self.codec(packet.layer())
                .vote(packet.content())
                .ifPresent(vote -> spare.verified(packet.sender().id(), vote));
        self.post(packet.layer(), new Event.Received<>(packet.message()));
    }
}

package org.testudo.gacp.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.Reply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.signature.Ed25519Verifier;
import org.testudo.sicp.signature.StatementKeyPair;

/** Four members that exist on paper: their keys, records, certificates, replies; real signatures. */
final class PaperGroup {
    static final int[] ALL = {0, 1, 2, 3};
    private static final Ed25519Verifier SIGNATURES = Ed25519Verifier.standard();

    final Verifier verifier = new Verifier() {
        @Override
        public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
            verified++;
            return SIGNATURES.verify(key, root.signedBytes(), rootSignature);
        }

        @Override
        public boolean certified(Claim.Certified claim) {
            return false;
        }
    };
    final StatementKeyPair clientKeys = StatementKeyPair.generate();
    final Principal client = new Principal(Principal.Kind.CLIENT, "client-1");
    final Genesis genesis;
    final GroupLife life;
    private final ViewRecord first;
    int verified;
    private final Map<StatementKey, StatementKeyPair> pairs = new LinkedHashMap<>();

    PaperGroup() {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (int seat : ALL) founders.add(new Genesis.Founder(member(seat), Digest.ZERO, freshKey(), List.of()));
        genesis = new Genesis(
                "payments",
                Digest.ZERO,
                new Quorum(4, 1, FaultModel.BYZANTINE),
                founders,
                List.of(),
                List.of(),
                new byte[0]);
        life = genesis.life("life-1");
        first = formed(life);
    }

    static MemberId member(int seat) {
        return new MemberId("m" + seat);
    }

    static List<MemberId> members() {
        return Arrays.stream(ALL).mapToObj(PaperGroup::member).toList();
    }

    private StatementKey freshKey() {
        StatementKeyPair pair = StatementKeyPair.generate();
        pairs.put(pair.key(), pair);
        return pair.key();
    }

    /** View 1, with which a life begins. */
    ViewRecord first() {
        return first;
    }

    /** View 1 of a life: view 0 has formed it (GM-21). */
    ViewRecord formed(GroupLife ofLife) {
        ViewRecord forming = genesis.firstView();
        return with(forming, ofLife, 1, after(forming).seats());
    }

    /** By a quorum of founders, with their statement keys. */
    ViewCertificate beginning() {
        return certificate(genesis.firstView(), first, 0, 1, 2);
    }

    /** A chain that has come to view 1. */
    ViewChain chain() {
        ViewChain chain = new ViewChain(genesis, verifier);
        if (!chain.extend(beginning())) throw new IllegalStateException("view 1 is not certified");
        return chain;
    }

    /** The view after this one, with new keys; seats of these members are vacant. */
    ViewRecord after(ViewRecord before, MemberId... gone) {
        List<Optional<Occupant>> seats = before.seats().stream()
                .map(seat -> seat.filter(it -> !List.of(gone).contains(it.member()))
                        .map(it -> it.withViewKey(Optional.of(freshKey()))))
                .toList();
        return with(before, before.id() + 1, seats);
    }

    ViewRecord with(ViewRecord before, long id, List<Optional<Occupant>> seats) {
        return with(before, before.life(), id, seats);
    }

    private ViewRecord with(ViewRecord before, GroupLife ofLife, long id, List<Optional<Occupant>> seats) {
        return new ViewRecord(
                id,
                ofLife,
                id * 10,
                0,
                Digest.ZERO,
                before.digest(),
                before.quorum(),
                before.versions(),
                Instant.EPOCH,
                seats,
                before.standbys(),
                List.of(),
                before.charter(),
                "test");
    }

    Signature sign(ViewRecord view, int seat, StatementHeader header, byte[] body) {
        StatementKey key = view.seats().get(seat).orElseThrow().viewKey().orElseThrow();
        return pairs.get(key).sign(header.statement(body)).orElseThrow();
    }

    ViewCertificate certificate(ViewRecord before, ViewRecord next, int... seats) {
        StatementHeader header = ViewCertificate.header(before.life(), before.id());
        byte[] body = ViewCertificate.body(next.digest());
        return new ViewCertificate(
                next,
                Arrays.stream(seats)
                        .mapToObj(seat -> new ViewCertificate.SeatSignature(seat, sign(before, seat, header, body)))
                        .toList());
    }

    Confirmation confirm(ViewRecord view, int seat, byte[] nonce) {
        StatementHeader header = Confirmation.header(life, view.id());
        Signature signature = sign(view, seat, header, Confirmation.body(view.digest(), nonce));
        return new Confirmation(view.id(), view.digest(), nonce, signature);
    }

    Origin origin(long session) {
        return new Origin(client, clientKeys.key(), session);
    }

    Request operation(long session, long number, String text) {
        return new Request(origin(session), number, RequestClass.APPLICATION, bytes(text));
    }

    SignedReply reply(ViewRecord view, int seat, Request request, String result) {
        return reply(view, seat, Reply.to(request, 5, false, bytes(result)), bytes(result));
    }

    SignedReply reply(ViewRecord view, int seat, Reply reply, byte[] result) {
        Signature signature = sign(view, seat, reply.header(life, view.id()), reply.body());
        return new SignedReply(view.id(), reply, signature, Optional.of(result));
    }

    ClientIdentity identity() {
        return new ClientIdentity(
                genesis,
                client,
                clientKeys.key(),
                bytes("card"),
                (header, body) -> clientKeys.sign(header.statement(body)),
                verifier);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

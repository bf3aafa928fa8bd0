package org.testudo.kernel.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;

/**
 * The views of a group that exists on paper. A signature is what only {@link #sign} writes: a digest of key and root, so that
 * these tests turn on the chain, not on a curve; every byte of it counts, as in a real one.
 */
final class PaperChain {
    static final Verifier VERIFIER = new Verifier() {
        @Override
        public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
            return Arrays.equals(rootSignature, seal(key, root.signedBytes()));
        }

        @Override
        public boolean certified(Claim.Certified claim) {
            return false;
        }
    };

    final Genesis genesis;
    final GroupLife life;
    final ViewRecord first;

    PaperChain(int seats, FaultModel model) {
        this(seats, model, "payments");
    }

    PaperChain(int seats, FaultModel model, String group) {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (int seat = 0; seat < seats; seat++) {
            founders.add(new Genesis.Founder(new MemberId("m" + seat), Digest.ZERO, key(seat, 0), List.of()));
        }
        Quorum quorum = Quorum.of(seats, model);
        genesis = new Genesis(group, Digest.ZERO, quorum, founders, List.of(), List.of(), new byte[0]);
        life = genesis.life("one");
        first = genesis.firstView();
    }

    /** The key of a seat in a view; that of view 0 is its statement key. */
    private static StatementKey key(int seat, long view) {
        return StatementKey.fromBytes(
                Digest.of(("key " + seat + " of view " + view).getBytes(UTF_8)).toBytes());
    }

    private static byte[] seal(StatementKey key, byte[] root) {
        byte[] half = Digest.of(out -> {
                    key.write(out);
                    out.writeFixed(root);
                })
                .toBytes();
        byte[] seal = Arrays.copyOf(half, Signature.LENGTH);
        System.arraycopy(Digest.of(half).toBytes(), 0, seal, half.length, half.length);
        return seal;
    }

    /** The record that follows, in the life of this group. */
    ViewRecord after(ViewRecord before) {
        return after(before, before.id() + 1, life);
    }

    ViewRecord after(ViewRecord before, long id, GroupLife inLife) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (int seat = 0; seat < before.seats().size(); seat++) {
            Optional<StatementKey> key = Optional.of(key(seat, id));
            seats.add(before.seats().get(seat).map(it -> it.withViewKey(key)));
        }
        return with(before, id, inLife, seats);
    }

    /** The record that follows, in which one seat has no key. */
    ViewRecord keyless(ViewRecord before, int seat) {
        ViewRecord next = after(before);
        List<Optional<Occupant>> seats = new ArrayList<>(next.seats());
        seats.set(seat, seats.get(seat).map(it -> it.withViewKey(Optional.empty())));
        return with(before, next.id(), life, seats);
    }

    /** The record that follows, with so many seats: of more, the new ones are newcomers'; of fewer, the first ones are left. */
    ViewRecord resized(ViewRecord before, int seats) {
        ViewRecord next = after(before);
        List<Optional<Occupant>> held = new ArrayList<>(
                next.seats().subList(0, Math.min(seats, next.seats().size())));
        for (int seat = held.size(); seat < seats; seat++) {
            Optional<StatementKey> key = Optional.of(key(seat, next.id()));
            held.add(Optional.of(
                    new Occupant(new MemberId("m" + seat), 1, Digest.ZERO, key(seat, 0), key, List.of(), true)));
        }
        return with(
                before, next.id(), life, held, Quorum.of(seats, before.quorum().model()));
    }

    private static ViewRecord with(ViewRecord before, long id, GroupLife life, List<Optional<Occupant>> seats) {
        return with(before, id, life, seats, before.quorum());
    }

    private static ViewRecord with(
            ViewRecord before, long id, GroupLife life, List<Optional<Occupant>> seats, Quorum quorum) {
        return new ViewRecord(
                id,
                life,
                10 * id,
                0,
                Digest.ZERO,
                before.digest(),
                quorum,
                before.versions(),
                Instant.EPOCH,
                seats,
                List.of(),
                List.of(new Exclusion(new MemberId("mallory"), 3, "port scan")),
                before.charter(),
                "test");
    }

    /** Signed by these seats of the view before, with the keys that they hold or once held in a view of that number. */
    ViewCertificate certificate(ViewRecord before, ViewRecord next, int... seats) {
        byte[] statement =
                ViewCertificate.header(before.life(), before.id()).statement(ViewCertificate.body(next.digest()));
        List<SeatSignature> signatures = new ArrayList<>();
        for (int seat : seats) signatures.add(new SeatSignature(seat, sign(key(seat, before.id()), statement)));
        return new ViewCertificate(next, signatures);
    }

    private static Signature sign(StatementKey key, byte[] statement) {
        Signature unsigned = StatementBatch.of(List.of(statement))
                .signatures(new byte[Signature.LENGTH])
                .get(0);
        return Signature.fromBytes(seal(key, unsigned.root(statement).signedBytes()));
    }

    /** Views 1 to k, each with just enough signatures. */
    List<ViewCertificate> certificates(int views) {
        List<ViewCertificate> all = new ArrayList<>();
        ViewRecord head = first;
        while (all.size() < views) {
            ViewRecord next = after(head);
            int[] seats = new int[head.certifying()];
            for (int seat = 0; seat < seats.length; seat++) seats[seat] = seat;
            all.add(certificate(head, next, seats));
            head = next;
        }
        return all;
    }

    ChainArchive archive(int views) {
        return new ChainArchive(genesis.digest(), certificates(views));
    }
}

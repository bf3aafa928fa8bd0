package org.testudo.kernel.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * A quorum certificate of the ordering as evidence shows it, so that it can be judged without the protocol that made it.
 *
 * @param lock what it says
 * @param proposer whose proposal was voted for
 * @param proposed the proposer's signature of the header
 * @param votes who voted
 */
public record ShownCertificate(EpochChangeContent.Lock lock, MemberId proposer, Signature proposed, List<Vote> votes) {
    /**
     * One vote.
     *
     * @param start of the voter; 0 but in view 0
     */
    public record Vote(MemberId voter, long start, Signature signature) {}

    public ShownCertificate {
        votes = List.copyOf(votes);
    }

    /** Names it with all its signatures. */
    public Digest digest() {
        return Digest.of(this::write);
    }

    /** That the proposer signed the header, then that each voter signed its vote. */
    public List<Claim> claims(GroupLife life) {
        List<Claim> claims = new ArrayList<>();
        claims.add(
                new Claim.SignedBy(Principal.of(proposer), header(life, StatementTypes.HEADER), proposal(), proposed));
        StatementHeader voted = header(life, lock.decided() ? StatementTypes.COMMIT : StatementTypes.PREPARE);
        for (Vote each : votes) {
            byte[] body = WireWriter.bytes(out -> {
                out.writeFixed(proposal());
                if (lock.view() == 0) out.writeLong(each.start);
            });
            claims.add(new Claim.SignedBy(Principal.of(each.voter), voted, body, each.signature));
        }
        return claims;
    }

    private StatementHeader header(GroupLife life, int type) {
        return new StatementHeader.ViewBound(life, lock.view(), lock.epoch(), lock.slot(), type);
    }

    private byte[] proposal() {
        return WireWriter.bytes(out -> {
            out.writeLong(lock.view()).writeLong(lock.epoch()).writeLong(lock.slot());
            lock.value().write(out);
        });
    }

    /** Why it proves nothing in a view, however it is signed; empty if its signatures decide. */
    Optional<String> flaw(ViewRecord record) {
        if (lock.view() != record.id()) return Optional.of("is of another view");
        if (!Usurpation.leads(record, lock.epoch(), Principal.of(proposer))) {
            return Optional.of("is for a proposal by a seat that did not lead");
        }
        Set<MemberId> distinct = new LinkedHashSet<>();
        for (Vote each : votes) {
            if (record.occupant(each.voter).isEmpty()) return Optional.of("counts a vote by nobody's seat");
            distinct.add(each.voter);
        }
        return distinct.size() < record.quorum().intersecting()
                ? Optional.of("has votes by " + distinct.size() + " seats only")
                : Optional.empty();
    }

    void write(WireWriter out) {
        lock.write(out);
        out.writeText(proposer.name());
        proposed.write(out);
        out.writeList(votes, (vote, to) -> {
            to.writeText(vote.voter.name()).writeLong(vote.start);
            vote.signature.write(to);
        });
    }

    static ShownCertificate read(WireReader in) throws MalformedException {
        return new ShownCertificate(
                EpochChangeContent.Lock.read(in),
                Origin.readMember(in),
                Signature.read(in),
                in.readList(
                        ViewRecord.MAX_SEATS,
                        each -> new Vote(Origin.readMember(each), each.readCount(), Signature.read(each))));
    }
}

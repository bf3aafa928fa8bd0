package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.EpochChangeContent;
import org.testudo.kernel.command.ShownCertificate;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Votes of one kind for one header. Whether they are enough, and by whom they may be, only {@link Certificates} judges.
 *
 * @param kind which votes
 * @param proposal the leader's header, once
 * @param votes each voter with its signature
 */
public record QuorumCertificate(Kind kind, Signed<Header> proposal, List<Vote> votes) {
    /** What the votes prove. The order is part of the wire format. */
    public enum Kind {
        /** Q members are bound to the value for this epoch. */
        PREPARED(StatementTypes.PREPARE),
        /** The slot is decided. */
        COMMITTED(StatementTypes.COMMIT),
        /** One member is bound to the value for this epoch; no votes. Counts in the model {@code crash} only (AB-28). */
        ACCEPTED(StatementTypes.HEADER);

        private final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    /**
     * One voter's signature.
     *
     * @param incarnation of the voter; 0 but in view 0
     */
    public record Vote(MemberId member, long incarnation, Signature signature) {
        /** In a later view than 0. */
        public Vote(MemberId member, Signature signature) {
            this(member, 0, signature);
        }
    }

    public QuorumCertificate {
        votes = List.copyOf(votes);
    }

    /** What a member that has accepted a proposal shows of it. */
    static QuorumCertificate accepted(Signed<Header> proposal) {
        return new QuorumCertificate(Kind.ACCEPTED, proposal, List.of());
    }

    public Header header() {
        return proposal.message();
    }

    public long slot() {
        return header().slot();
    }

    public long epoch() {
        return header().epoch();
    }

    /** About as many bytes as it takes on the wire. */
    int size() {
        int size = 200 + proposal.signature().encodedLength();
        for (Vote vote : votes) size += 20 + vote.signature().encodedLength();
        return size;
    }

    /** As evidence shows it. */
    ShownCertificate shown() {
        Header it = header();
        return new ShownCertificate(
                new EpochChangeContent.Lock(kind == Kind.COMMITTED, it.view(), it.epoch(), it.slot(), it.value()),
                proposal.sender(),
                proposal.signature(),
                votes.stream()
                        .map(vote -> new ShownCertificate.Vote(vote.member(), vote.incarnation(), vote.signature()))
                        .toList());
    }

    /** The vote of this member, as it signed it. */
    Optional<Claim.SignedBy> claimOf(MemberId member) {
        return votes.stream()
                .filter(vote -> vote.member().equals(member))
                .map(this::claim)
                .findFirst();
    }

    static QuorumCertificate read(WireReader in, Lives lives) throws MalformedException {
        Kind kind = in.readEnum(Kind.values());
        Signed<Header> proposal = Nested.read(in, lives, Header::read);
        long view = proposal.message().view();
        List<Vote> votes = in.readList(
                ViewRecord.MAX_SEATS,
                each -> new Vote(Origin.readMember(each), Starts.read(view, each), Signature.read(each)));
        if (votes.isEmpty() != (kind == Kind.ACCEPTED)) {
            throw new MalformedException(kind + " with " + votes.size() + " votes");
        }
        return new QuorumCertificate(kind, proposal, votes);
    }

    void write(WireWriter out) {
        out.writeEnum(kind);
        Nested.write(proposal, out);
        out.writeList(votes, (vote, to) -> {
            to.writeText(vote.member().name());
            Starts.write(header().view(), vote.incarnation(), to);
            vote.signature().write(to);
        });
    }

    /** That the leader signed the header and each voter its vote. */
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        claims.add(Nested.claim(proposal));
        for (Vote vote : votes) claims.add(claim(vote));
        return claims;
    }

    private Claim.SignedBy claim(Vote vote) {
        Header it = header();
        StatementHeader statement =
                new StatementHeader.ViewBound(proposal.header().life(), it.view(), it.epoch(), it.slot(), kind.type);
        byte[] body = Starts.vote(it, vote.incarnation());
        return new Claim.SignedBy(Principal.of(vote.member()), statement, body, vote.signature());
    }
}

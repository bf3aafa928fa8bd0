package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * RECALLED: what its sender holds with the signature of the member that asked, and what that member must therefore know (AB-26).
 * Believed by these signatures alone: nobody can make a member doubt its journal by words.
 *
 * @param question that this answers
 * @param delivered by the sender
 */
public record Recalled(
        long question,
        long delivered,
        List<Signed<Prepare>> prepares,
        List<Signed<Commit>> commits,
        List<Signed<EpochChange>> changes,
        List<Signed<Request>> requests)
        implements AbcastMessage {
    static final int TAG = 25;
    /** The most votes of each kind. */
    static final int MOST = 256;

    private static final int VOTE = 400;

    /** Which statement. */
    enum Kind {
        PREPARE,
        COMMIT,
        EPOCH_CHANGE,
        REQUEST
    }

    /** One statement of the member that asked; the slot of a request is its number. */
    record Said(Kind kind, long view, long epoch, long slot, long incarnation) {
        private static Said of(Kind kind, Header it, long incarnation) {
            return new Said(kind, it.view(), it.epoch(), it.slot(), incarnation);
        }

        /** The COMMIT of a member in a certificate, if there is one. */
        static Optional<Said> in(QuorumCertificate certificate, MemberId member) {
            return certificate.votes().stream()
                    .filter(each -> each.member().equals(member))
                    .map(each -> of(Kind.COMMIT, certificate.header(), each.incarnation()))
                    .findFirst();
        }

        String describe() {
            return kind + " of view " + view + " epoch " + epoch + " slot " + slot;
        }
    }

    public Recalled {
        prepares = List.copyOf(prepares);
        commits = List.copyOf(commits);
        changes = List.copyOf(changes);
        requests = List.copyOf(requests);
    }

    static Recalled read(WireReader in, Lives lives) throws MalformedException {
        return new Recalled(
                in.readCount(),
                in.readCount(),
                in.readList(MOST, each -> Nested.read(each, lives, it -> Prepare.read(it, lives))),
                in.readList(MOST, each -> Nested.read(each, lives, it -> Commit.read(it, lives))),
                in.readList(1, each -> Nested.read(each, lives, it -> EpochChange.read(it, lives))),
                in.readList(1, each -> Request.readSigned(each, lives)));
    }

    /** A vote as it was signed. */
    static Signed<Prepare> prepare(Ballot.Cast cast, Lives lives) {
        Prepare vote = new Prepare(cast.proposal(), cast.incarnation());
        return new Signed<>(Principal.of(cast.member()), vote.header(lives).orElseThrow(), vote, cast.signature());
    }

    /** A vote as it was signed. */
    static Signed<Commit> commit(Ballot.Cast cast, Lives lives) {
        Commit vote = new Commit(cast.proposal(), cast.incarnation());
        return new Signed<>(Principal.of(cast.member()), vote.header(lives).orElseThrow(), vote, cast.signature());
    }

    /** Whether one member has said all this. */
    boolean isOnlyOf(MemberId member) {
        return Stream.of(prepares, commits, changes, requests)
                .flatMap(List::stream)
                .allMatch(each -> each.signer().equals(Principal.of(member)));
    }

    /** About as many bytes as it takes on the wire. */
    int size() {
        int size = VOTE * (1 + prepares.size() + commits.size());
        for (Signed<EpochChange> each : changes) {
            size += VOTE;
            for (QuorumCertificate shown : each.message().certificates()) size += shown.size();
        }
        for (Signed<Request> each : requests) size += VOTE + each.message().body().length;
        return size;
    }

    /**
     * All that has a place among the statements of this start; an announcement to a group that forms has none (GM-21). A request is
     * signed with whatever key it names: only under this start's own is it a word of this start.
     */
    Stream<Said> statements(Origin self) {
        Stream<Said> votes = Stream.concat(
                prepares.stream()
                        .map(Signed::message)
                        .map(it -> Said.of(Kind.PREPARE, it.proposal().message(), it.incarnation())),
                commits.stream()
                        .map(Signed::message)
                        .map(it -> Said.of(Kind.COMMIT, it.proposal().message(), it.incarnation())));
        Stream<Said> others = Stream.concat(
                changes.stream()
                        .map(Signed::message)
                        .map(it -> new Said(Kind.EPOCH_CHANGE, it.view(), it.epoch(), 0, it.incarnation())),
                requests.stream()
                        .map(Signed::message)
                        .filter(it -> it.kind() != RequestClass.FORMATION
                                && it.origin().equals(self))
                        .map(it -> new Said(
                                Kind.REQUEST, 0, 0, it.number(), it.origin().incarnation())));
        return Stream.concat(votes, others);
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(question).writeLong(delivered);
        out.writeList(prepares, Nested::write);
        out.writeList(commits, Nested::write);
        out.writeList(changes, Nested::write);
        out.writeList(requests, Request::writeSigned);
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        Stream.of(prepares, commits, changes).flatMap(List::stream).forEach(each -> {
            claims.add(Nested.claim(each));
            claims.addAll(each.message().claims());
        });
        claims.addAll(Relay.claims(requests));
        return claims;
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onRecalled(as.sender(), this);
    }
}

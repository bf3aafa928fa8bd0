package org.testudo.abcast.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Concealment;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.DoubleNumber;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.FalseCharge;
import org.testudo.kernel.command.ForgedCertificate;
import org.testudo.kernel.command.ForgedChoice;
import org.testudo.kernel.command.Usurpation;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;

/**
 * Announces members whose own statements convict them, each once per view, and shows the group a leader's two headers (AB-4).
 * Whoever calls suspects only: what is announced has been judged as everybody will judge it (AD-9), so a caller cannot accuse
 * a correct member by mistake.
 */
final class Misconduct {
    private final Ordering ordering;
    private final Set<MemberId> announced = new LinkedHashSet<>();
    private long shownEpoch = -1;

    Misconduct(Ordering ordering) {
        this.ordering = ordering;
    }

    void install() {
        announced.clear();
        shownEpoch = -1;
    }

    /** Two headers by one leader for one slot and epoch; everyone is told once per epoch. */
    void equivocated(Signed<Header> first, Signed<Header> second) {
        contradicted(first, second);
        long epoch = first.message().epoch();
        if (epoch <= shownEpoch || !ordering.seated()) return;
        shownEpoch = epoch;
        ordering.out().multicast(new Proof(first, second));
    }

    /** Two statements of one signer under one header. */
    void contradicted(Signed<? extends AbcastMessage> first, Signed<? extends AbcastMessage> second) {
        if (isNew(first)) announce(new Contradiction(Nested.claim(first), Nested.claim(second)));
    }

    /** Two votes of one member for different headers of one slot and epoch. */
    void votedTwice(Ballot.Cast first, Ballot.Cast second, StatementHeader header) {
        announce(new Contradiction(first.claim(header), second.claim(header)));
    }

    /** What only a leader says, of one who may not lead that epoch. */
    void usurped(Signed<? extends AbcastMessage> statement) {
        if (isNew(statement)) announce(new Usurpation(Nested.claim(statement)));
    }

    /** An epoch change whose sender's COMMIT in an earlier epoch may not show in it. */
    void concealed(Signed<EpochChange> change, Claim.SignedBy commit) {
        if (isNew(change))
            announce(new Concealment(Nested.claim(change), change.message().content(), commit));
    }

    /** An epoch change that is not valid. */
    void invalid(Signed<EpochChange> change) {
        if (!isNew(change)) return;
        for (int i = 0; i < change.message().certificates().size(); i++) announce(forged(change, i, -1));
    }

    /** A choice of a new leader that is not valid. */
    void invalidChoice(Signed<NewEpoch> choice) {
        if (isNew(choice))
            announce(new ForgedChoice(Nested.claim(choice), choice.message().content(), -1));
    }

    /** Two requests of one origin under one number. */
    void numberedTwice(Signed<Request> first, Signed<Request> second) {
        Claim.SignedBy one = Request.claim(first);
        Claim.SignedBy other = Request.claim(second);
        byte[] shown = DoubleNumber.shown(one, first.message().body());
        announce(new DoubleNumber(
                ordering.view(),
                one,
                other,
                shown,
                DoubleNumber.shown(other, second.message().body())));
    }

    /** A message in which this claim does not hold; those before it do, and so does the sender's signature. */
    void refuted(AbcastMessage message, Optional<Signed<?>> as, Claim claim) {
        if (message instanceof EpochChange change) as.ifPresent(it -> refuted(typed(it, change), claim));
        else if (message instanceof NewEpoch choice) as.ifPresent(it -> refutedChoice(typed(it, choice), claim));
        else if (message instanceof Forward forward) refutedChoice(forward.newEpoch(), claim);
        else bringer(message, as, claim).ifPresent(each -> refutedRequest(each, claim));
    }

    /**
     * Whose request shows the claim: the first that has it, for claims are verified in order, so of what comes after it not even
     * the signature is known to hold. Else a peer could put a request in a correct member's name behind one of its own.
     */
    private static Optional<Signed<Request>> bringer(AbcastMessage message, Optional<Signed<?>> as, Claim claim) {
        boolean before = message instanceof Decided decided
                && decided.certificate().claims().contains(claim);
        if (before) return Optional.empty();
        return requests(message, as)
                .filter(each -> Request.claims(each).contains(claim))
                .findFirst()
                .filter(each -> !Request.claim(each).equals(claim));
    }

    private static <M> Signed<M> typed(Signed<?> as, M message) {
        return new Signed<>(as.signer(), as.header(), message, as.signature());
    }

    private static Stream<Signed<Request>> requests(AbcastMessage message, Optional<Signed<?>> as) {
        if (message instanceof OwnRequest own) return as.map(it -> typed(it, own.request())).stream();
        if (message instanceof Relay relay) return relay.requests().stream();
        if (message instanceof Body body) return body.requests().stream();
        return message instanceof Decided decided ? decided.bodies().stream() : Stream.empty();
    }

    private void refuted(Signed<EpochChange> change, Claim claim) {
        List<QuorumCertificate> certificates = change.message().certificates();
        for (int i = 0; i < certificates.size(); i++) {
            int place = certificates.get(i).claims().indexOf(claim);
            if (place < 0) continue;
            announce(forged(change, i, place));
            return;
        }
    }

    private static ForgedCertificate forged(Signed<EpochChange> change, int place, int refuted) {
        EpochChange it = change.message();
        return new ForgedCertificate(
                Nested.claim(change),
                it.content(),
                place,
                it.certificates().get(place).shown(),
                refuted);
    }

    /** Of the epoch changes in it, the first that holds this claim: claims are verified in order, so its own signature holds. */
    private void refutedChoice(Signed<NewEpoch> choice, Claim claim) {
        List<Signed<EpochChange>> changes = choice.message().changes();
        for (int i = 0; i < changes.size(); i++) {
            Signed<EpochChange> change = changes.get(i);
            if (Nested.claim(change).equals(claim)) {
                announce(new ForgedChoice(Nested.claim(choice), choice.message().content(), i));
                return;
            }
            if (change.message().claims().contains(claim)) {
                refuted(change, claim);
                return;
            }
        }
    }

    /** A request's signature is its first claim: what comes after it is the evidence that it brings. */
    private void refutedRequest(Signed<Request> request, Claim claim) {
        int place = request.message().nestedClaims(request.header().life()).indexOf(claim);
        byte[] body = request.message().body();
        if (place < 0 || body.length > FalseCharge.MAX_COMMAND) return;
        announce(new FalseCharge(ordering.view(), Request.claim(request), body, place));
    }

    private boolean isNew(Signed<?> statement) {
        return !announced.contains(statement.sender());
    }

    private void announce(Evidence evidence) {
        if (evidence.accused().kind() != Principal.Kind.MEMBER) return;
        MemberId accused = evidence.accused().member();
        if (announced.contains(accused) || !convicts(evidence)) return;
        announced.add(accused);
        ordering.out().announce(new Misbehaved(accused, evidence));
    }

    /** By the view in force: what was said in another is for those who were in it. */
    private boolean convicts(Evidence evidence) {
        ViewRecord record = ordering.seating().record();
        Evidence.Records known = view -> Optional.of(record).filter(it -> it.id() == view);
        return evidence.judge(known, record.versions().rules()) == Evidence.Verdict.CONVICTS;
    }
}

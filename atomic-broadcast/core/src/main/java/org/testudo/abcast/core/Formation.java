package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.MemoryLost;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;

/**
 * View 0: the one command that is ordered in it names the starts of which the group is formed (GM-21). A leader makes the set
 * when it proposes, so that it is never of starts that are over; each member judges it by whom it has met itself.
 */
final class Formation {
    private final Ordering ordering;
    private final Freshness freshness;
    private final Self self;
    private final Map<MemberId, Held> sets = new LinkedHashMap<>();
    private long madeFor = -1;
    private Duration began;
    private Duration possibleSince;
    private QuorumCertificate former;
    private boolean told;

    Formation(Ordering ordering, Freshness freshness, Self self) {
        this.ordering = ordering;
        this.freshness = freshness;
        this.self = self;
    }

    /** Looks again whether a group could be formed of those who are there, and as the leader asks for it, once per epoch. */
    void goOn() {
        if (!ordering.forming()) return;
        if (began == null) began = ordering.elapsed();
        if (livedBefore()) tell();
        boolean possible = possible();
        if (!possible) possibleSince = null;
        else if (possibleSince == null) possibleSince = ordering.elapsed();
        boolean leads = ordering.entered()
                && ordering.seated()
                && ordering.leader().equals(ordering.self())
                && ordering.choice().value(slot()).isEmpty();
        if (!possible || !leads || madeFor >= ordering.epoch()) return;
        madeFor = ordering.epoch();
        Command.Form form = new Command.Form(freshness.fresh());
        Request request = new Request(self.origin(), ordering.epoch() + 1, RequestClass.FORMATION, form.encode());
        ordering.out().multicast(OwnRequest.of(request, ordering.lives()));
    }

    /**
     * A member has shown a certificate of view 0 that this one does not believe to be of the life in which it could live now. With
     * journals nobody forms a group anew by itself then: it has lived, and who has lost its memory would make all forget it
     * (GM-22). It waits for those who remember; if there are too few of them, operators begin a new life, with another genesis.
     * Nobody can forge it, and without journals a group that stops as a whole begins anew each time.
     *
     * @return whether this is such a certificate
     */
    boolean shown(QuorumCertificate certificate) {
        boolean proof = ordering.forming()
                && ordering.remembers()
                && certificate.kind() == QuorumCertificate.Kind.COMMITTED
                && certificate.slot() == slot()
                && ordering.certificates().signed(certificate);
        if (proof) former = certificate;
        return proof;
    }

    /** Who has signed what was shown may turn out to be alive: then it is of this life, and will be decided. */
    private boolean livedBefore() {
        return former != null && !ordering.believes(former);
    }

    /** Once the others had time to say that they live. */
    private void tell() {
        if (told || !waited()) return;
        told = true;
        List<MemberId> there = freshness.fresh().stream()
                .map(each -> each.origin().principal().member())
                .toList();
        ordering.out().announce(new MemoryLost(there));
    }

    /** Enough are there, and either all of them or the wait is over. */
    private boolean possible() {
        int there = freshness.fresh().size();
        return !livedBefore()
                && there >= ordering.certificates().quorum()
                && (there == ordering.seating().members().size() || waited());
    }

    private boolean waited() {
        return ordering.elapsed().minus(began).compareTo(ordering.settings().formationWait()) >= 0;
    }

    /** The slot in which the group is formed: the only one of view 0. */
    private long slot() {
        return ordering.seating().before() + 1;
    }

    /** Keeps a set that a founder asks for, the latest of each. */
    void offer(Held held) {
        Request request = held.request();
        if (!ordering.forming() || !byFounder(request)) return;
        MemberId founder = request.origin().principal().member();
        Held before = sets.get(founder);
        if (before == null || later(request, before.request())) sets.put(founder, held);
    }

    private boolean byFounder(Request request) {
        return ordering.seating().founder(request.origin());
    }

    private static boolean later(Request candidate, Request present) {
        long start = candidate.origin().incarnation();
        long presentStart = present.origin().incarnation();
        return start > presentStart || start == presentStart && candidate.number() > present.number();
    }

    /** A set that is held, by its digest. */
    Optional<Held> find(Digest request) {
        return sets.values().stream()
                .filter(each -> each.digest().equals(request))
                .findFirst();
    }

    /** As the leader: the set to propose in this epoch, once it has come back signed. */
    Optional<Held> own() {
        return Optional.ofNullable(sets.get(ordering.self()))
                .filter(each -> each.request().origin().equals(self.origin()))
                .filter(each -> each.request().number() == ordering.epoch() + 1);
    }

    /** What a member thinks of a leader's set. */
    enum Verdict {
        VOTE,
        /** Not yet: it names starts that this member has not met, or leaves out one that it has. */
        WAIT,
        NEVER
    }

    /** Judges what the present leader proposes afresh. */
    Verdict judge(Content content) {
        Optional<Command.Form> form = form(content);
        if (form.isEmpty()) return Verdict.NEVER;
        List<Announcement> starts = form.get().starts();
        Optional<Announcement> own = form.get().of(ordering.self());
        boolean ofAnotherOwn =
                own.isPresent() && !ordering.rules().ownStart(own.get().origin(), self.origin());
        int quorum = ordering.certificates().quorum();
        if (starts.size() < quorum || ofAnotherOwn || !starts.stream().allMatch(this::byFounder)) return Verdict.NEVER;
        int alive = (int) starts.stream().filter(this::met).count();
        boolean formable = ordering.rules().formable(starts.size(), alive, quorum, waited());
        return !livedBefore() && formable && (waited() || leavesOutNobody(form.get())) ? Verdict.VOTE : Verdict.WAIT;
    }

    private boolean leavesOutNobody(Command.Form form) {
        return freshness.fresh().stream()
                .allMatch(each -> form.of(each.origin().principal().member()).isPresent());
    }

    private boolean byFounder(Announcement start) {
        return ordering.seating().founder(start.origin());
    }

    private boolean met(Announcement start) {
        return freshness.isFresh(
                start.origin().principal().member(), start.origin().incarnation());
    }

    private Optional<Command.Form> form(Content content) {
        List<Held> bodies = content.bodies();
        if (bodies.size() != 1) return Optional.empty();
        Request request = bodies.get(0).request();
        boolean byLeader = request.kind() == RequestClass.FORMATION
                && request.number() == ordering.epoch() + 1
                && request.origin().principal().member().equals(ordering.leader())
                && byFounder(request);
        if (!byLeader) return Optional.empty();
        return request.command(ordering.lives().forming())
                .filter(Command.Form.class::isInstance)
                .map(Command.Form.class::cast);
    }

    /** Whether the leader has not formed a group for too long, although it could. */
    boolean overdue(Duration patience) {
        if (!ordering.forming() || possibleSince == null) return false;
        Duration since = possibleSince.compareTo(ordering.enteredAt()) > 0 ? possibleSince : ordering.enteredAt();
        return ordering.elapsed().minus(since).compareTo(patience) >= 0;
    }
}

package org.testudo.attackdetector.core;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.notice.Quarantined;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.notice.ReportOrdered;
import org.testudo.kernel.notice.SensorReported;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * Turns what sensors report, and what other layers can prove, into accusations (AD-4, AD-5, AD-6). It decides who may accuse,
 * not what follows: that is decided in the order, by the same rules at all members. It exchanges nothing with its peers.
 */
public final class AttackDetectorCore extends AbstractCore<Void> {
    static final TimerId ROUND = new TimerId("round");
    static final Duration ROUND_TIME = Duration.ofSeconds(1);
    /** How long a quarantine lasts. */
    static final Duration QUARANTINE = Duration.ofMinutes(10);

    /** Evidence is announced in the view in which it is found, and comes here soon after. */
    private static final int VIEWS_KEPT = 8;

    private final MemberId self;
    private Policy policy;
    private final Sensors sensors = new Sensors();
    private final Map<MemberId, Long> convicted = new TreeMap<>();
    private final Map<MemberId, Duration> quarantined = new TreeMap<>();
    private final TreeMap<Long, ViewRecord> views = new TreeMap<>();
    private ViewRecord view;
    private long refusals;
    private Duration refusalsQuietUntil = Duration.ZERO;
    private boolean waiting;

    /**
     * Begins without a view.
     *
     * @param policy of the genesis: in force until operators replace it (AD-11)
     */
    public AttackDetectorCore(MemberId self, Policy policy) {
        this.self = self;
        this.policy = policy;
    }

    @Override
    protected void onInstalled(ViewRecord installed) {
        view = installed;
        views.put(view.id(), view);
        views.headMap(view.id() - VIEWS_KEPT, true).clear();
        sensors.seat(view.occupants());
        convicted.keySet().removeIf(member -> view.occupant(member).isEmpty());
        quarantined.keySet().removeIf(member -> view.occupant(member).isEmpty());
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof SensorReported it) onReport(it.report());
        else if (notice instanceof ReportOrdered it) onOrdered(it.sensor(), it.number());
        else if (notice instanceof InstructionsInForce it) policy = it.policy();
        else if (notice instanceof Misbehaved it) onMisbehaved(it.member(), it.evidence());
    }

    private void onReport(Signed<Request> report) {
        Request request = report.message();
        Optional<Sensors.Post> post = sensors.post(request.origin());
        if (!report.header().life().equals(view.life())) {
            refuseUnknown(request, "it is of another life of the group");
        } else if (post.isEmpty()) {
            refuseUnknown(request, "no sensor of this name and key watches a seat");
        } else {
            onReport(report, post.get());
        }
    }

    /** The signer is a sensor that watches this occupant. */
    private void onReport(Signed<Request> report, Sensors.Post post) {
        Request request = report.message();
        Command.Report content = request.command(view.life())
                .filter(Command.Report.class::isInstance)
                .map(Command.Report.class::cast)
                .orElse(null);
        if (content == null) refuse(request, post, "it holds no report");
        else if (!content.target().equals(post.occupant().member())) {
            refuse(request, post, "it reports on " + content.target() + ", which it does not watch");
        } else if (!content.fingerprint().equals(post.occupant().certificate())) {
            refuse(request, post, "it names another certificate of " + content.target());
        } else {
            Optional<SensorLog> log = post.watch().logOf(request.origin().incarnation(), request.number());
            if (log.isEmpty()) answer(request, false, false, "the sensor has booted since");
            else file(report, content, post, log.get());
        }
    }

    private void file(Signed<Request> report, Command.Report content, Sensors.Post post, SensorLog log) {
        Request request = report.message();
        SensorLog.Place place = log.place(request);
        post.watch().heard(now().elapsed(), place == SensorLog.Place.KNOWN);
        switch (place) {
            case KNOWN -> answer(request, true, false, "");
            case CONFLICTING -> refuse(request, post, "it signed two reports under one number");
            case FULL -> answer(request, false, true, "reports before it wait for their place in the order");
            case AHEAD -> {
                doubt(post, "numbers before " + request.number() + " are missing");
                accept(report, content, log);
            }
            case NEW -> accept(report, content, log);
        }
        awaitRound();
    }

    /**
     * Handed down whatever the policy says of it, since each number must have its place in the order. The agent leaves out
     * what the policy ignores before it gives a number.
     */
    private void accept(Signed<Request> report, Command.Report content, SensorLog log) {
        log.take(report, now().elapsed());
        accuse(report, content);
        answer(report.message(), true, false, "");
        quarantine(content);
    }

    private void accuse(Signed<Request> report, Command.Report content) {
        String cause = cause(report.message().origin(), content.alert());
        announce(new Accused(content.target(), cause, new Payload.Relayed(report)));
    }

    /** Locally, and only if the group enforces its policy (AD-7). */
    private void quarantine(Command.Report content) {
        boolean asked = policy.enforce() && policy.effect(content.alert()) == Policy.Effect.QUARANTINE;
        Duration until = quarantined.getOrDefault(content.target(), Duration.ZERO);
        if (!asked || content.target().equals(self) || now().elapsed().compareTo(until) < 0) return;
        quarantined.put(content.target(), now().elapsed().plus(QUARANTINE));
        announce(new Quarantined(content.target(), clean(content.alert().rule()), QUARANTINE));
    }

    /** It may be in the order before it comes here: then it need not be handed down when it comes. */
    private void onOrdered(Origin sensor, long number) {
        sensors.post(sensor)
                .flatMap(post -> post.watch().logOf(sensor.incarnation(), number + 1))
                .ifPresent(log -> log.ordered(number));
    }

    /**
     * Evidence convicts by itself, so it is brought once for each start of a member (AD-10); and only if it convicts, for
     * false evidence would convict this member.
     */
    private void onMisbehaved(MemberId member, Evidence evidence) {
        Optional<Occupant> present = view.occupant(member).filter(each -> !member.equals(self));
        Optional<Occupant> then =
                Optional.ofNullable(views.get(evidence.view())).flatMap(record -> record.occupant(member));
        if (present.isEmpty() || then.isEmpty() || !convicts(member, evidence)) return;
        long incarnation = present.get().incarnation();
        if (convicted.getOrDefault(member, -1L) == incarnation) return;
        Command convict = new Command.Convict(member, then.get().incarnation(), evidence);
        byte[] body = convict.encode();
        if (!readable(body)) return;
        convicted.put(member, incarnation);
        String cause = evidence.cause(this::record).orElseThrow();
        announce(new Accused(member, cause, new Payload.Own(RequestClass.CONTROL, body)));
    }

    private boolean convicts(MemberId member, Evidence evidence) {
        return evidence.accused().equals(Principal.of(member))
                && evidence.judge(this::record, view.versions().rules()) == Evidence.Verdict.CONVICTS;
    }

    /** Whether others can read it: what is longer than it may be is brought in vain. */
    private boolean readable(byte[] convict) {
        try {
            Command.decode(convict, view.life());
            return true;
        } catch (MalformedException e) {
            return false;
        }
    }

    private Optional<ViewRecord> record(long id) {
        return Optional.ofNullable(views.get(id));
    }

    @Override
    protected void onTimerFired(TimerId timer) {
        waiting = false;
        for (Sensors.Post post : sensors.posts()) {
            SensorLog log = post.watch().log();
            if (log != null) log.due(now().elapsed()).forEach(this::accuseAgain);
            if (post.watch().fallsSilent(now().elapsed())) doubt(post, "it gives no sign of life any more");
        }
        awaitRound();
    }

    private void accuseAgain(Signed<Request> report) {
        report.message().command(view.life()).ifPresent(command -> accuse(report, (Command.Report) command));
    }

    private void awaitRound() {
        boolean wanted = sensors.posts().stream().anyMatch(post -> post.watch().waits());
        if (wanted && !waiting) arm(ROUND, ROUND_TIME);
        waiting |= wanted;
    }

    /** A sensor that has the authority, and misuses it. */
    private void refuse(Request request, Sensors.Post post, String reason) {
        doubt(post, reason);
        answer(request, false, false, reason);
    }

    private void doubt(Sensors.Post post, String reason) {
        post.watch().doubt(reason, now().elapsed()).ifPresent(this::announce);
    }

    /** Whoever it is: it is spoken of at once, and then at most once a minute. */
    private void refuseUnknown(Request request, String reason) {
        refusals++;
        if (now().elapsed().compareTo(refusalsQuietUntil) >= 0) {
            announce(new ReportsRefused(refusals, request.origin().principal(), reason));
            refusals = 0;
            refusalsQuietUntil = now().elapsed().plus(SensorWatch.QUIET);
        }
        answer(request, false, false, reason);
    }

    private void answer(Request request, boolean taken, boolean retry, String reason) {
        announce(new ReportAnswered(request.origin(), request.number(), taken, retry, reason));
    }

    private static String cause(Origin sensor, Alert alert) {
        return "sensor " + sensor.principal().name() + ": " + clean(alert.rule()) + " " + clean(alert.text()) + " ("
                + lower(alert.outcome()) + ", " + lower(alert.role()) + ")";
    }

    /** A sensor may be hostile: what it says must not forge a line of a log. */
    private static String clean(String text) {
        return PlainText.of(text, Alert.MAX_TEXT);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

package org.testudo.abcast.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewRecord;

/**
 * Orderings of one group, members m0, m1..., four unless said otherwise, at one table: a message reaches its receiver only when the test says so, a
 * timer fires only when the test lets time pass. What the host would verify is taken as verified.
 */
final class Table {
    /** A message under way. */
    record Letter(int from, int to, Authentic<AbcastMessage> message) {
        AbcastMessage content() {
            return message.message();
        }
    }

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Signature SIGNATURE = StatementBatch.of(Collections.nCopies(5, new byte[] {1}))
            .signatures(new byte[Signature.LENGTH])
            .get(2);

    final Genesis genesis;
    final GroupLife life;
    final Lives lives;
    final AbcastCodec codec;
    private final AbcastSettings settings;
    private final AbcastRules rules;
    private final int members;
    private final Map<Integer, AbcastCore> cores = new LinkedHashMap<>();
    private final List<Letter> letters = new ArrayList<>();
    private final List<Letter> sent = new ArrayList<>();
    private final List<Map<TimerId, Duration>> timers = new ArrayList<>();
    private final List<List<SlotDelivery>> delivered = new ArrayList<>();
    private final List<List<Notice>> notices = new ArrayList<>();
    private final Map<Integer, ViewRecord> formed = new LinkedHashMap<>();
    private final Map<Integer, Duration> clocksOff = new LinkedHashMap<>();
    private Duration now = Duration.ofSeconds(1);

    Table() {
        this(AbcastSimulations.settings(), new AbcastRules());
    }

    Table(AbcastSettings settings, AbcastRules rules) {
        this(settings, rules, Quorum.of(4, FaultModel.BYZANTINE));
    }

    /** A group of so many, in a life that is given. */
    Table(AbcastSettings settings, AbcastRules rules, Quorum quorum) {
        this(settings, rules, genesis(quorum), genesis(quorum).life("table"));
        for (int i = 0; i < members; i++) start(i, 1);
        letters.clear();
    }

    private Table(AbcastSettings settings, AbcastRules rules, Genesis genesis, GroupLife life) {
        this.settings = settings;
        this.rules = rules;
        this.genesis = genesis;
        this.life = life;
        lives = Lives.only(life);
        codec = new AbcastCodec(lives, settings.window());
        members = genesis.members().size();
        for (int i = 0; i < members; i++) {
            timers.add(new LinkedHashMap<>());
            delivered.add(new ArrayList<>());
            notices.add(new ArrayList<>());
        }
    }

    /** A group that has yet to form: nobody has started. */
    static Table forming(AbcastRules rules, Quorum quorum) {
        Genesis genesis = genesis(quorum);
        return new Table(AbcastSimulations.settings(), rules, genesis, genesis.forming());
    }

    /** A member starts, or again without memory; what it has sent before stays under way. */
    void start(int member, long incarnation) {
        Self self = new Self(origin(member, incarnation), genesis, List.of(viewKey(member, incarnation)));
        cores.put(member, new AbcastCore(self, settings, rules));
        timers.get(member).clear();
        sent.removeIf(each -> each.from == member);
        delivered.get(member).clear();
        notices.get(member).clear();
        formed.remove(member);
        happens(member, new Event.Installed<>(view()));
    }

    /** It is gone, until it starts again. */
    void stop(int member) {
        cores.remove(member);
        timers.get(member).clear();
    }

    static Genesis genesis() {
        return genesis(Quorum.of(4, FaultModel.BYZANTINE));
    }

    static Genesis genesis(Quorum quorum) {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (int i = 0; i < quorum.seats(); i++) {
            founders.add(new Genesis.Founder(
                    member(i), Digest.ZERO, key(i), List.of(new SensorKey("sensor-m" + i, key(100 + i)))));
        }
        return new Genesis("table", Digest.ZERO, quorum, founders, List.of(), List.of(), new byte[0]);
    }

    static MemberId member(int index) {
        return new MemberId("m" + index);
    }

    static StatementKey key(int index) {
        byte[] bytes = new byte[StatementKey.LENGTH];
        bytes[0] = (byte) index;
        return StatementKey.fromBytes(bytes);
    }

    static Origin origin(int index) {
        return origin(index, 1);
    }

    static Origin origin(int index, long incarnation) {
        return Origin.of(member(index), key(index), incarnation);
    }

    static StatementKey viewKey(int index, long incarnation) {
        byte[] bytes = new byte[StatementKey.LENGTH];
        bytes[0] = (byte) (200 + index);
        bytes[1] = (byte) incarnation;
        return StatementKey.fromBytes(bytes);
    }

    /** View 0. */
    ViewRecord view() {
        return life.forming() ? genesis.firstView() : genesis.firstView(life);
    }

    // What happens.

    void happens(int member, Event<AbcastMessage> event) {
        AbcastCore core = cores.get(member);
        if (core != null)
            perform(
                    member,
                    core.on(new Tick(now, wallClock().plus(clocksOff.getOrDefault(member, Duration.ZERO))), event));
    }

    /** A member's wall clock is ahead of the others' from now on. */
    void clockOff(int member, Duration ahead) {
        clocksOff.put(member, ahead);
    }

    Instant wallClock() {
        return BEGINNING.plus(now);
    }

    private void perform(int from, List<Action<AbcastMessage>> actions) {
        List<Letter> own = new ArrayList<>();
        for (Action<AbcastMessage> action : actions) {
            if (action instanceof Action.Send<AbcastMessage> it) post(from, it.to(), it.message(), own);
            else if (action instanceof Action.Multicast<AbcastMessage> it) {
                for (int to = 0; to < members; to++) post(from, member(to), it.message(), own);
            } else if (action instanceof Action.ArmTimer<AbcastMessage> it) {
                timers.get(from).put(it.timer(), now.plus(it.after()));
            } else if (action instanceof Action.DisarmTimer<AbcastMessage> it) {
                timers.get(from).remove(it.timer());
            } else if (action instanceof Action.Deliver<AbcastMessage> it) {
                delivered.get(from).add(it.delivery());
            } else if (action instanceof Action.Announce<AbcastMessage> it) {
                notices.get(from).add(it.notice());
            }
        }
        own.forEach(each -> happens(from, new Event.Received<>(each.message)));
        if (life.forming() && !formed.containsKey(from) && !delivered.get(from).isEmpty()) found(from);
    }

    private void post(int from, MemberId to, AbcastMessage message, List<Letter> own) {
        int receiver = Integer.parseInt(to.name().substring(1));
        Letter letter = new Letter(from, receiver, proved(from, message));
        (receiver == from ? own : letters).add(letter);
        sent.add(letter);
    }

    /** Adds what a member that the test plays sends to some. */
    void says(int from, AbcastMessage message, int... to) {
        for (int each : to) letters.add(new Letter(from, each, proved(from, message)));
    }

    private Authentic<AbcastMessage> proved(int from, AbcastMessage message) {
        return codec.header(message).isPresent() ? sign(from, message) : new Unsigned<>(member(from), message);
    }

    <M extends AbcastMessage> Signed<M> sign(int from, M message) {
        return new Signed<>(Principal.of(member(from)), codec.header(message).orElseThrow(), message, SIGNATURE);
    }

    Signed<Request> sign(Request request) {
        return request.signed(lives, SIGNATURE);
    }

    QuorumCertificate certificate(QuorumCertificate.Kind kind, Signed<Header> header, int... voters) {
        List<QuorumCertificate.Vote> votes = new ArrayList<>();
        for (int each : voters) votes.add(new QuorumCertificate.Vote(member(each), SIGNATURE));
        return new QuorumCertificate(kind, header, votes);
    }

    /** Lets through what is chosen, and what follows from it, until nothing that is chosen is left. */
    void pass(Predicate<Letter> chosen) {
        for (Optional<Letter> next = first(chosen); next.isPresent(); next = first(chosen)) {
            letters.remove(next.get());
            happens(next.get().to, new Event.Received<>(next.get().message));
        }
    }

    void passAll() {
        pass(each -> true);
    }

    /** Loses what is chosen. */
    void lose(Predicate<Letter> chosen) {
        letters.removeIf(chosen);
    }

    void loseAll() {
        letters.clear();
    }

    private Optional<Letter> first(Predicate<Letter> chosen) {
        return letters.stream().filter(chosen).findFirst();
    }

    /** All messages of a kind that are under way. */
    <M extends AbcastMessage> List<M> underWay(Class<M> kind) {
        return letters.stream()
                .map(Letter::content)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Messages of a kind under way from a member. */
    <M extends AbcastMessage> List<M> from(int member, Class<M> kind) {
        return letters.stream()
                .filter(each -> each.from == member)
                .map(Letter::content)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** How many messages of a kind a member has sent since it started, to itself included. */
    long sent(int member, Class<? extends AbcastMessage> kind) {
        return sent.stream()
                .filter(each -> each.from == member && kind.isInstance(each.content()))
                .count();
    }

    /** Lets time pass; timers of these members fire when they are due. */
    void wait(Duration time, int... members) {
        Duration end = now.plus(time);
        while (now.compareTo(end) < 0) {
            now = now.plus(Duration.ofMillis(5));
            for (int each : members) fire(each);
        }
    }

    /** Lets these members talk to each other, and nobody else, for a while. */
    void talk(Duration time, int... members) {
        List<Integer> those = java.util.Arrays.stream(members).boxed().toList();
        Duration end = now.plus(time);
        while (now.compareTo(end) < 0) {
            wait(Duration.ofMillis(5), members);
            pass(each -> those.contains(each.from) && those.contains(each.to));
        }
    }

    private void fire(int member) {
        for (TimerId timer : List.copyOf(timers.get(member).keySet())) {
            Duration due = timers.get(member).get(timer);
            if (due == null || due.compareTo(now) > 0) continue;
            timers.get(member).remove(timer);
            happens(member, new Event.TimerFired<>(timer));
        }
    }

    boolean armed(int member, String timer) {
        return timers.get(member).containsKey(new TimerId(timer));
    }

    void submit(int member, String text) {
        submit(member, RequestClass.APPLICATION, text);
    }

    void submit(int member, RequestClass kind, String text) {
        happens(member, new Event.Submitted<>(new Payload.Own(kind, text.getBytes(StandardCharsets.UTF_8))));
    }

    /** Stands in for the membership: the last command changed nothing. */
    void release(int member) {
        happens(member, new Event.Unchanged<>(last(member).slot()));
    }

    /** Stands in for the membership: the last command made this view, whose seats are as given. */
    void install(int member, ViewRecord ended, List<Optional<Occupant>> seats) {
        happens(member, new Event.Installed<>(successor(ended, last(member), seats)));
    }

    /** Stands in for the membership: the group is formed as the set that this member has delivered says. */
    private void found(int member) {
        SlotDelivery last = deliveries(member).get(0);
        Command.Form form = (Command.Form) last.requests().get(0).command(life).orElseThrow();
        formed.put(member, successor(view(), form.life(life), last, StubMembership.seats(view(), form)));
        happens(member, new Event.Installed<>(formed.get(member)));
    }

    static ViewRecord successor(ViewRecord ended, SlotDelivery last, List<Optional<Occupant>> seats) {
        return successor(ended, ended.life(), last, seats);
    }

    private static ViewRecord successor(
            ViewRecord ended, GroupLife life, SlotDelivery last, List<Optional<Occupant>> seats) {
        return new ViewRecord(
                ended.id() + 1,
                life,
                last.slot() + 1,
                Rotation.startOfNext(ended, last.birthEpoch(), seats),
                last.historyChain(),
                ended.digest(),
                ended.quorum(),
                ended.versions(),
                last.agreedTime(),
                seats,
                ended.standbys(),
                ended.exclusions(),
                ended.charter(),
                "a test asked for it");
    }

    SlotDelivery last(int member) {
        List<SlotDelivery> all = delivered.get(member);
        return all.get(all.size() - 1);
    }

    // What has happened.

    /** View 1, as this member knows it. */
    Optional<ViewRecord> formed(int member) {
        return Optional.ofNullable(formed.get(member));
    }

    List<SlotDelivery> deliveries(int member) {
        return delivered.get(member);
    }

    /** Bodies that a member has delivered, in order. */
    List<String> texts(int member) {
        return delivered.get(member).stream()
                .flatMap(each -> each.requests().stream())
                .map(each -> new String(each.body(), StandardCharsets.UTF_8))
                .toList();
    }

    <N extends Notice> List<N> notices(int member, Class<N> kind) {
        return notices.get(member).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    AbcastCore core(int member) {
        return cores.get(member);
    }
}

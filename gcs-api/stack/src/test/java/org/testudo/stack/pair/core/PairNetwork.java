package org.testudo.stack.pair.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** Cores of several members on a virtual clock, and a network between them that a test may spoil. */
final class PairNetwork {
    static final PairSettings SETTINGS = PairSettings.window(8, 1_000);

    record Packet(MemberId from, MemberId to, PairMessage message) {}

    /** One start of one member. */
    final class Member {
        final MemberId id;
        final PairCore core;
        final Map<TimerId, Duration> timers =
                new TreeMap<>((one, other) -> one.name().compareTo(other.name()));
        final List<String> heard = new ArrayList<>();
        final List<PairNotice> notices = new ArrayList<>();
        boolean consumes = true;

        Member(ViewRecord view, MemberId id) {
            this.id = id;
            Occupant occupant = view.occupant(id).orElseThrow();
            core = new PairCore(occupant.origin(), SETTINGS);
        }

        void on(Event<PairMessage> event) {
            for (Action<PairMessage> action : core.on(new Tick(now, Instant.EPOCH), event)) {
                if (action instanceof Action.Send<PairMessage> it) sent.add(new Packet(id, it.to(), it.message()));
                else if (action instanceof Action.ArmTimer<PairMessage> it)
                    timers.put(it.timer(), now.plus(it.after()));
                else if (action instanceof Action.DisarmTimer<PairMessage> it) timers.remove(it.timer());
                else if (action instanceof Action.Announce<PairMessage> it) announced((PairNotice) it.notice());
            }
        }

        private void announced(PairNotice notice) {
            notices.add(notice);
            if (!(notice instanceof PairNotice.Arrived it)) return;
            heard.add(it.from() + " " + new String(it.body(), StandardCharsets.UTF_8));
            if (consumes) consume(it);
        }

        void consume(PairNotice.Arrived it) {
            on(new Event.Noticed<>(new PairNotice.Consumed(it.from(), it.stream(), it.incarnation(), it.sequence())));
        }

        void consumeAll() {
            consumes = true;
            List.copyOf(of(PairNotice.Arrived.class)).forEach(this::consume);
        }

        void tell(MemberId to, String text) {
            on(new Event.Noticed<>(
                    new PairNotice.Tell(to, PairStream.MESSAGES, text.getBytes(StandardCharsets.UTF_8))));
        }

        void answer(MemberId to, String text) {
            on(new Event.Noticed<>(new PairNotice.Tell(to, PairStream.ANSWERS, text.getBytes(StandardCharsets.UTF_8))));
        }

        void receive(MemberId from, PairMessage message) {
            on(new Event.Received<>(new Unsigned<>(from, message)));
        }

        <N extends PairNotice> List<N> of(Class<N> kind) {
            return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        int settled() {
            return of(PairNotice.Settled.class).stream()
                    .mapToInt(PairNotice.Settled::messages)
                    .sum();
        }
    }

    final Map<MemberId, Member> members = new LinkedHashMap<>();
    final List<Packet> sent = new ArrayList<>();
    Duration now = Duration.ZERO;
    Predicate<Packet> lost = it -> false;

    PairNetwork(ViewRecord view, MemberId... ids) {
        for (MemberId id : ids) start(view, id);
    }

    Member start(ViewRecord view, MemberId id) {
        Member member = new Member(view, id);
        members.put(id, member);
        member.on(new Event.Installed<>(view));
        return member;
    }

    void install(ViewRecord view, Member... at) {
        for (Member each : at) each.on(new Event.Installed<>(view));
    }

    /** Delivers what is under way, and what that causes, without any time passing. */
    void deliver() {
        while (!sent.isEmpty()) deliver(sent.remove(0));
    }

    void deliver(Packet packet) {
        Member to = members.get(packet.to());
        if (to != null && !lost.test(packet)) to.receive(packet.from(), packet.message());
    }

    /** Lets time pass, with all that is due in it. */
    void pass(Duration time) {
        Duration end = now.plus(time);
        deliver();
        while (fireNext(end)) deliver();
        now = end;
    }

    /** Fires the first timer up to then; false if there is none. */
    boolean fireNext(Duration end) {
        Member first = null;
        TimerId timer = null;
        Duration due = end;
        for (Member member : members.values()) {
            for (Map.Entry<TimerId, Duration> each : member.timers.entrySet()) {
                if (each.getValue().compareTo(due) > 0) continue;
                first = member;
                timer = each.getKey();
                due = each.getValue();
            }
        }
        if (first == null) return false;
        now = due;
        first.timers.remove(timer);
        first.on(new Event.TimerFired<>(timer));
        return true;
    }
}

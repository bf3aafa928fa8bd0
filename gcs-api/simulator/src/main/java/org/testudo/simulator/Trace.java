package org.testudo.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;

/** A running hash of all that happens in a run, equal in every JVM; and the last steps, to be read by people. */
final class Trace {
    private record Step(
            long time, SimulatedMember member, int layer, Object event, List<? extends Action<?>> actions) {}

    private final Run run;
    private final int kept;
    private final Deque<Step> last = new ArrayDeque<>();
    private long hash = 0x7e57d0;

    Trace(Run run, int kept) {
        this.run = run;
        this.kept = kept;
    }

    long hash() {
        return hash;
    }

    void add(long value) {
        hash = SeededRandom.mix(hash ^ value);
    }

    void stepped(SimulatedMember member, int layer, Event<?> event, List<? extends Action<?>> actions) {
        add(run.time() ^ (long) (member.index() * 64 + layer * 16 + kind(event)) << 48 ^ actions.size());
        keep(new Step(run.time(), member, layer, event, actions));
    }

    void note(SimulatedMember member, String what) {
        add(what.hashCode() ^ member.index());
        keep(new Step(run.time(), member, Observer.HOST, what, List.of()));
    }

    private void keep(Step step) {
        if (kept == 0) return;
        if (last.size() == kept) last.remove();
        last.add(step);
    }

    void sent(SimulatedMember from, int to, Packet packet) {
        add(packet.hash() + from.index() * 64L + to);
    }

    void arrived(SimulatedMember at, Packet packet) {
        add(packet.hash() ^ at.index());
    }

    void delivered(SlotDelivery delivery) {
        add(delivery.slot() ^ delivery.view() << 32 ^ delivery.agreedTime().toEpochMilli());
        for (Request request : delivery.requests()) add(Bytes.hash(request.number(), request.body()));
    }

    private static int kind(Event<?> event) {
        if (event instanceof Event.Received) return 1;
        if (event instanceof Event.TimerFired<?> timer)
            return 2 + Math.floorMod(timer.timer().name().hashCode(), 5);
        if (event instanceof Event.Noticed) return 7;
        if (event instanceof Event.Delivered) return 8;
        if (event instanceof Event.Submitted) return 9;
        if (event instanceof Event.Installed) return 10;
        return 11;
    }

    /** The last steps, one a line. */
    List<String> tail() {
        return steps(Set.of(), Set.of());
    }

    /** The kept steps of these members and layers, one a line; of all for an empty set. */
    List<String> steps(Set<String> members, Set<String> layers) {
        return last.stream()
                .filter(step ->
                        members.isEmpty() || members.contains(step.member.id().name()))
                .filter(step -> layers.isEmpty() || layers.contains(layer(step)))
                .map(Trace::line)
                .toList();
    }

    private static String line(Step step) {
        String actions = step.actions.stream().map(Trace::brief).collect(Collectors.joining("; "));
        return Describe.time(step.time) + " " + step.member.label() + " [" + layer(step) + "] " + brief(step.event)
                + (actions.isEmpty() ? "" : " -> " + actions);
    }

    private static String layer(Step step) {
        return step.layer == Observer.HOST ? "host" : String.valueOf(step.layer);
    }

    private static String brief(Object value) {
        return Describe.brief(Describe.text(value));
    }
}

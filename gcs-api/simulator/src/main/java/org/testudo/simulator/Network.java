package org.testudo.simulator;

import java.util.List;
import org.testudo.kernel.core.Event;

/** The links between the members of one run: each with its own chance, so that traffic on one does not shift another. */
final class Network {
    private static final int SLOWDOWN = 20;

    /** One direction between two members. */
    private static final class Link {
        final String name;
        final SeededRandom random;
        long lastArrival;

        Link(String name, SeededRandom random) {
            this.name = name;
            this.random = random;
        }
    }

    private final Run run;
    private final Weather weather;
    private final long calm;
    private final List<LinkFilter> filters;
    private final Link[][] links;
    private final int[] group;
    /** When what each member has sent so far has left it, if that takes time. */
    private final long[] sent;

    private final boolean slow;
    private final Cuts cuts;

    Network(Run run, Weather weather, long calm, List<LinkFilter> filters, SeededRandom random, int members) {
        this.run = run;
        this.weather = weather;
        this.calm = calm;
        this.filters = filters;
        this.links = new Link[members][members];
        this.group = new int[members];
        this.sent = new long[members];
        for (int from = 0; from < members; from++) {
            for (int to = 0; to < members; to++) links[from][to] = link(from, to, random);
        }
        this.slow = weather.slowMember() >= 0 && slows("m" + weather.slowMember());
        this.cuts = new Cuts(run, weather, calm, random.fork("cuts"), members);
    }

    private static Link link(int from, int to, SeededRandom random) {
        return new Link("m" + from + "->m" + to, random.fork(from + "->" + to));
    }

    private boolean slows(String member) {
        return run.decisions().happens(run, Decision.Kind.SLOW, member, () -> SLOWDOWN + " times until the calm");
    }

    void begin() {
        cuts.begin();
    }

    int cuts() {
        return cuts.made();
    }

    /** Splits the members; those in no list form a group of their own. An empty call heals. */
    void partition(List<List<Integer>> groups) {
        for (int member = 0; member < group.length; member++) group[member] = 0;
        for (int i = 0; i < groups.size(); i++) for (int member : groups.get(i)) group[member] = i + 1;
    }

    void send(Packet packet, int to) {
        int from = packet.sender().index();
        boolean apart = group[from] != group[to] || cuts.cut(from, to);
        if (apart || dropped(packet, from, to)) return;
        if (from != to) leave(packet, from);
        Link link = links[from][to];
        boolean rough = run.time() < calm;
        if (rough && link.random.chance(weather.loss())) {
            if (!happens(Decision.Kind.LOSS, link, packet)) carry(packet, to, weather.least(), false);
            return;
        }
        boolean gap = rough && link.random.chance(weather.gaps()) && happens(Decision.Kind.GAP, link, packet);
        if (run.member(to).listens()) carry(packet, to, delay(link, packet), gap);
        if (rough && link.random.chance(weather.duplicate()) && run.member(to).listens()) {
            long delay = delay(link, packet); // drawn in any case: later draws of the link stay what they are
            if (happens(Decision.Kind.DUPLICATE, link, packet)) carry(packet, to, delay, gap);
        }
    }

    private void leave(Packet packet, int from) {
        if (weather.rate() == 0) return;
        long takes = packet.bytes().length * 1_000_000_000L / weather.rate();
        sent[from] = Math.max(sent[from], run.time()) + takes;
    }

    private long delay(Link link, Packet packet) {
        long drawn = link.random.between(weather.least(), weather.most());
        boolean happens = run.decisions()
                .happens(run, Decision.Kind.DELAY, link.name, () -> Describe.time(drawn) + " " + text(packet));
        return happens ? drawn : weather.least();
    }

    private boolean happens(Decision.Kind kind, Link link, Packet packet) {
        return run.decisions().happens(run, kind, link.name, () -> text(packet));
    }

    private String text(Packet packet) {
        Object message = packet.content();
        return message == null ? "unreadable" : Describe.text(message);
    }

    private void carry(Packet packet, int to, long delay, boolean gap) {
        SimulatedMember addressee = run.member(to);
        if (!addressee.listens()) return;
        int from = packet.sender().index();
        Link link = links[from][to];
        boolean late = slow && (weather.slowMember() == to || weather.slowMember() == from);
        long left = from == to ? run.time() : Math.max(sent[from], run.time());
        long arrival = left + (late && run.time() < calm ? delay * SLOWDOWN : delay);
        if (!weather.reorder()) arrival = Math.max(arrival, link.lastArrival);
        link.lastArrival = Math.max(arrival, link.lastArrival);
        run.agenda().at(arrival, () -> arrive(packet, to, addressee, gap));
    }

    private void arrive(Packet packet, int to, SimulatedMember addressee, boolean gap) {
        if (run.member(to) != addressee) return; // the connection ended with the start that held it
        for (SimulatedMember receiver : run.crew().hearers(to, packet.sender())) {
            if (gap)
                receiver.happens(packet.layer(), new Event.Gap<>(packet.sender().id()));
            else receiver.arrives(packet);
        }
    }

    private boolean dropped(Packet packet, int from, int to) {
        for (LinkFilter filter : filters) {
            if (filter.drops(run.now(), from, to, packet.layer(), packet.content())) return true;
        }
        return false;
    }
}

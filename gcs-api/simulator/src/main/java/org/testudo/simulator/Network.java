package org.testudo.simulator;

import java.util.List;
import org.testudo.kernel.core.Event;

/** The links between the members of one run: each with its own chance, so that traffic on one does not shift another. */
final class Network {
    private static final int SLOWDOWN = 20;

    /** One direction between two members. */
    private static final class Link {
        final SeededRandom random;
        long lastArrival;

        Link(SeededRandom random) {
            this.random = random;
        }
    }

    private final Run run;
    private final Weather weather;
    private final long calm;
    private final List<LinkFilter> filters;
    private final Link[][] links;
    private final int[] group;
    private final Cuts cuts;

    Network(Run run, Weather weather, long calm, List<LinkFilter> filters, SeededRandom random, int members) {
        this.run = run;
        this.weather = weather;
        this.calm = calm;
        this.filters = filters;
        this.links = new Link[members][members];
        this.group = new int[members];
        for (int from = 0; from < members; from++) {
            for (int to = 0; to < members; to++) links[from][to] = new Link(random.fork(from + "->" + to));
        }
        this.cuts = new Cuts(run, weather, calm, random.fork("cuts"), members);
    }

    void begin() {
        cuts.begin();
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
        Link link = links[from][to];
        boolean rough = run.time() < calm;
        if (rough && link.random.chance(weather.loss())) return;
        boolean gap = rough && link.random.chance(weather.gaps());
        carry(packet, to, link, gap);
        if (rough && link.random.chance(weather.duplicate())) carry(packet, to, link, gap);
    }

    private void carry(Packet packet, int to, Link link, boolean gap) {
        SimulatedMember addressee = run.member(to);
        if (!addressee.listens()) return;
        long delay = link.random.between(weather.least(), weather.most());
        boolean slow = weather.slowMember() == to
                || weather.slowMember() == packet.sender().index();
        long arrival = run.time() + (slow && run.time() < calm ? delay * SLOWDOWN : delay);
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
            if (filter.drops(run.now(), from, to, packet.layer(), run.decoded(packet))) return true;
        }
        return false;
    }
}

package org.testudo.simulator.bracha;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.bracha.BrachaMessage.Echo;
import org.testudo.simulator.bracha.BrachaMessage.Init;
import org.testudo.simulator.bracha.BrachaMessage.Ready;

/**
 * Reliable broadcast (Bracha 1987) with signed payloads: correct members deliver the same payload of an origin and number,
 * all or none of them; an origin that signs two is convicted. Sends again what it has sent, until the run ends.
 */
final class BrachaCore extends AbstractCore<BrachaMessage> {
    /** The most broadcasts of one origin. */
    static final int WINDOW = 32;

    private static final TimerId AGAIN = new TimerId("again");

    /** How many of each message are waited for; a mutant waits for less. */
    record Sizes(int echoes, int joining, int readies) {
        static Sizes of(Quorum quorum) {
            return new Sizes(quorum.intersecting(), quorum.oneCorrect(), quorum.correctMajority());
        }
    }

    private record Key(MemberId origin, long number) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byOrigin = origin.compareTo(other.origin);
            return byOrigin != 0 ? byOrigin : Long.compare(number, other.number);
        }
    }

    /** What is known of one broadcast. */
    private static final class Broadcast {
        Signed<BrachaMessage> first;
        boolean convicted;
        boolean echoed;
        boolean ready;
        boolean delivered;
        final Map<Digest, byte[]> bodies = new TreeMap<>();
        final Map<Digest, TreeSet<MemberId>> echoes = new TreeMap<>();
        final Map<Digest, TreeSet<MemberId>> readies = new TreeMap<>();
    }

    private final Sizes sizes;
    private final Duration again;
    private final Map<Key, Broadcast> broadcasts = new LinkedHashMap<>();
    private final List<BrachaMessage> sent = new ArrayList<>();
    private ViewRecord view;
    private long numbered;

    BrachaCore(Sizes sizes, Duration again) {
        this.sizes = sizes;
        this.again = again;
    }

    static List<Layer<?>> layers(MemberContext context) {
        return List.of(layer(context, Sizes.of(context.quorum())));
    }

    static Layer<BrachaMessage> layer(MemberContext context, Sizes sizes) {
        return new Layer<>(new BrachaCore(sizes, Duration.ofMillis(50)), new BrachaCodec(context.life()));
    }

    /** How many broadcasts it keeps. */
    int size() {
        return broadcasts.size();
    }

    @Override
    protected void onInstalled(ViewRecord installed) {
        view = installed;
        arm(AGAIN, again);
    }

    @Override
    protected void onSubmitted(Payload payload) {
        if (payload instanceof Payload.Own own && numbered < WINDOW) tell(new Init(++numbered, own.body()));
    }

    @Override
    protected void onTimerFired(TimerId timer) {
        sent.forEach(this::multicast);
        arm(AGAIN, again);
    }

    @Override
    protected void onReceived(Authentic<BrachaMessage> message) {
        BrachaMessage content = message.message();
        if (content instanceof Init && message instanceof Signed<BrachaMessage> init) onInit(init);
        else if (content instanceof Echo echo) onEcho(message.sender(), echo);
        else if (content instanceof Ready ready) onReady(message.sender(), ready);
    }

    private void onInit(Signed<BrachaMessage> init) {
        Broadcast broadcast = seen(init);
        if (broadcast == null || broadcast.echoed) return;
        broadcast.echoed = true;
        tell(new Echo(init));
    }

    private void onEcho(MemberId from, Echo echo) {
        Broadcast broadcast = seen(echo.init());
        if (broadcast == null) return;
        Key key = new Key(echo.init().sender(), echo.content().number());
        Digest body = Digest.of(echo.content().body());
        broadcast.bodies.putIfAbsent(body, echo.content().body());
        if (count(broadcast.echoes, body, from) >= sizes.echoes) ready(key, broadcast, body);
        deliver(key, broadcast, body);
    }

    private void onReady(MemberId from, Ready message) {
        Key key = new Key(message.origin(), message.number());
        Broadcast broadcast = broadcast(key);
        if (broadcast == null) return;
        if (count(broadcast.readies, message.body(), from) >= sizes.joining) ready(key, broadcast, message.body());
        deliver(key, broadcast, message.body());
    }

    /** Keeps the origin's signed message, and convicts it if it signed another; null if it counts for nothing. */
    private Broadcast seen(Signed<BrachaMessage> init) {
        Broadcast broadcast = broadcast(new Key(init.sender(), ((Init) init.message()).number()));
        if (broadcast == null) return null;
        if (broadcast.first == null) broadcast.first = init;
        Contradiction evidence = new Contradiction(BrachaCodec.claim(broadcast.first), BrachaCodec.claim(init));
        if (!broadcast.convicted && evidence.conflicting()) {
            broadcast.convicted = true;
            announce(new Misbehaved(init.sender(), evidence));
        }
        return broadcast;
    }

    private Broadcast broadcast(Key key) {
        boolean counts = key.number >= 1
                && key.number <= WINDOW
                && view.seatOf(key.origin).isPresent();
        return counts ? broadcasts.computeIfAbsent(key, each -> new Broadcast()) : null;
    }

    /** Of each member one vote per broadcast counts. */
    private static int count(Map<Digest, TreeSet<MemberId>> votes, Digest body, MemberId from) {
        boolean voted = votes.values().stream().anyMatch(voters -> voters.contains(from));
        if (!voted) votes.computeIfAbsent(body, key -> new TreeSet<>()).add(from);
        return votes.getOrDefault(body, new TreeSet<>()).size();
    }

    private void ready(Key key, Broadcast broadcast, Digest body) {
        if (broadcast.ready) return;
        broadcast.ready = true;
        tell(new Ready(key.origin, key.number, body));
    }

    private void deliver(Key key, Broadcast broadcast, Digest body) {
        byte[] content = broadcast.bodies.get(body);
        int readies = broadcast.readies.getOrDefault(body, new TreeSet<>()).size();
        if (broadcast.delivered || content == null || readies < sizes.readies) return;
        broadcast.delivered = true;
        int seat = view.seatOf(key.origin).orElseThrow();
        Request request = new Request(
                view.occupant(key.origin).orElseThrow().origin(), key.number, RequestClass.APPLICATION, content);
        long slot = key.number * view.quorum().seats() + seat;
        deliver(new SlotDelivery(slot, view.id(), 0, Instant.EPOCH, Digest.ZERO, List.of(request)));
    }

    private void tell(BrachaMessage message) {
        sent.add(message);
        multicast(message);
    }
}

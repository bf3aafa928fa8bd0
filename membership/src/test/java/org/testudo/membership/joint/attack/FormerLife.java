package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.abcast.core.Announce;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Decided;
import org.testudo.abcast.core.Forward;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.Met;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.abcast.core.Relay;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Keeps what starts signed while a group formed, and feeds it to whoever forms one now or comes late: certificates with their
 * sets, epochs that began, sets of starts that are over; and vouches for it (GM-21).
 */
public final class FormerLife implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(12);
    private static final int MEMORY = 16;

    private final Map<MemberId, TreeMap<Long, Announcement>> announced = new TreeMap<>();
    private final Map<Digest, Signed<Request>> sets = new LinkedHashMap<>();
    private final Map<Digest, Value> values = new LinkedHashMap<>();
    private final Map<Header, Map<MemberId, Signed<Commit>>> votes = new LinkedHashMap<>();
    private final List<Signed<NewEpoch>> begun = new ArrayList<>();
    private Duration pace;

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(20, 300));
        context.later(pace, () -> feed(context));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Received<?> it && it.message() instanceof Signed<?> signed) keep(signed);
        if (event instanceof Event.Received<?> it
                && it.message().message() instanceof Value value
                && value.slot() == 1) {
            put(values, value.digest(), value);
        }
        return honest.stream().map(action -> ofTheDead(action, context)).toList();
    }

    @SuppressWarnings("unchecked") // a message and its signature are of one kind
    private void keep(Signed<?> signed) {
        Object message = signed.message();
        if (message instanceof Announce it) {
            Announcement announcement = new Announcement(it.origin(), it.viewKeys(), signed.signature());
            TreeMap<Long, Announcement> starts = announced.computeIfAbsent(signed.sender(), any -> new TreeMap<>());
            if (starts.size() < MEMORY) starts.putIfAbsent(it.origin().incarnation(), announcement);
        } else if (message instanceof OwnRequest it && it.request().kind() == RequestClass.FORMATION) {
            put(
                    sets,
                    it.request().digest(),
                    new Signed<>(signed.signer(), signed.header(), it.request(), signed.signature()));
        } else if (message instanceof Commit it && it.proposal().message().view() == 0) {
            Header header = it.proposal().message();
            if (votes.size() < MEMORY) votes.putIfAbsent(header, new TreeMap<>());
            if (votes.containsKey(header)) votes.get(header).putIfAbsent(signed.sender(), (Signed<Commit>) signed);
        } else if (message instanceof NewEpoch it && it.view() == 0 && begun.size() < MEMORY) {
            begun.add((Signed<NewEpoch>) signed);
        }
    }

    private static <V> void put(Map<Digest, V> map, Digest key, V value) {
        if (map.size() < MEMORY) map.putIfAbsent(key, value);
    }

    /** As the leader it asks for the eldest starts that it knows, its own excepted. */
    private Action<?> ofTheDead(Action<?> action, AttackContext context) {
        boolean asks = action instanceof Action.Multicast<?> it
                && it.message() instanceof OwnRequest own
                && own.request().kind() == RequestClass.FORMATION;
        if (!asks) return action;
        Request request = ((OwnRequest) ((Action.Multicast<?>) action).message()).request();
        List<Announcement> starts = new ArrayList<>();
        announced.forEach((member, its) -> starts.add(
                member.equals(context.self())
                        ? its.lastEntry().getValue()
                        : its.firstEntry().getValue()));
        byte[] body = new Command.Form(starts).encode();
        Request other = new Request(request.origin(), request.number(), RequestClass.FORMATION, body);
        return new Action.Multicast<>(new OwnRequest(other, List.of()));
    }

    private void feed(AttackContext context) {
        for (MemberId to : context.others()) if (context.random().chance(0.7)) feed(to, context);
        if (context.now().compareTo(TIRED) < 0) context.later(pace, () -> feed(context));
    }

    private void feed(MemberId to, AttackContext context) {
        List<Met.Start> met = new ArrayList<>();
        announced.forEach((member, its) -> met.add(new Met.Start(member, its.lastKey())));
        for (Digest formed : values.keySet()) {
            context.send(Layers.ABCAST, to, new Met(context.origin().incarnation(), formed, met));
        }
        if (!sets.isEmpty()) context.send(Layers.ABCAST, to, new Relay(List.copyOf(sets.values())));
        votes.forEach((header, its) -> decided(header, its).ifPresent(each -> context.send(Layers.ABCAST, to, each)));
        for (Signed<NewEpoch> each : begun) context.send(Layers.ABCAST, to, new Forward(each));
    }

    /** A certificate of whatever votes it holds. */
    private Optional<Decided> decided(Header header, Map<MemberId, Signed<Commit>> its) {
        Value value = values.get(header.value());
        if (value == null || its.isEmpty()) return Optional.empty();
        List<QuorumCertificate.Vote> cast = new ArrayList<>();
        its.forEach((member, vote) ->
                cast.add(new QuorumCertificate.Vote(member, vote.message().incarnation(), vote.signature())));
        Signed<Header> proposal = its.values().iterator().next().message().proposal();
        return Optional.of(new Decided(new QuorumCertificate(QuorumCertificate.Kind.COMMITTED, proposal, cast), value));
    }
}

package org.testudo.benchmarks.attacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.testudo.abcast.core.Body;
import org.testudo.abcast.core.Decided;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.abcast.core.Relay;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipMessage;
import org.testudo.sicp.signature.StatementKeyPair;

/**
 * Stands between the cores of a member and their effects. Until it is told to attack it changes nothing, and only counts what
 * came to the cores: the proof that an attack has arrived.
 */
final class TestudoInsider implements CoreStack.Interceptor {
    private static final String ORDERING = "ABCAST";
    private static final String MEMBERSHIP = "MEMBERSHIP";
    private static final long UNKNOWN = 1_000;

    private record Due(int layer, Action<?> action) {}

    private final MemberId self;
    private final StatementKeyPair thief = StatementKeyPair.generate();
    private final Queue<Due> due = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> received = new ConcurrentHashMap<>();
    private final Map<Digest, Value> lies = new LinkedHashMap<>();
    private volatile List<String> layers = List.of();
    private volatile @Nullable ViewRecord view;
    private volatile @Nullable Signed<?> proposal;
    private volatile Optional<MemberId> deceived = Optional.empty();

    TestudoInsider(String self) {
        this.self = new MemberId(self);
    }

    /** Names of the layers, from 0. */
    void layers(List<String> names) {
        layers = names;
    }

    /** What came to the cores, by sender and kind. */
    Map<String, Long> received() {
        return new TreeMap<>(received);
    }

    @Override
    public List<? extends Action<?>> intercept(int layer, Event<?> event, List<? extends Action<?>> honest) {
        observe(event);
        if (deceived.isPresent()) honest.forEach(this::inventFor);
        List<Action<?>> actions = new ArrayList<>();
        for (Action<?> each : honest) {
            if (deceived.isEmpty() || !twisted(each, actions)) actions.add(each);
        }
        due.removeIf(each -> each.layer == layer && actions.add(each.action));
        return actions;
    }

    private void observe(Event<?> event) {
        if (event instanceof Event.Installed<?> it) view = it.view();
        if (!(event instanceof Event.Received<?> it)) return;
        Object message = it.message().message();
        received.merge(it.message().sender() + " " + message.getClass().getSimpleName(), 1L, Long::sum);
        if (message instanceof Header && it.message() instanceof Signed<?> signed) proposal = signed;
    }

    /** Two values for one slot: the truth to all but one, and another time to that one. */
    private boolean twisted(Action<?> action, List<Action<?>> actions) {
        if (!(action instanceof Action.Multicast<?> it)) return false;
        Object lie = null;
        if (it.message() instanceof Value value) {
            lie = lies.get(value.digest());
        } else if (it.message() instanceof Header header && lies.containsKey(header.value())) {
            Digest other = lies.get(header.value()).digest();
            lie = new Header(header.view(), header.epoch(), header.slot(), other);
        }
        if (lie == null) return false;
        for (Occupant each : required().occupants()) {
            boolean fooled = each.member().equals(deceived.orElseThrow());
            actions.add(new Action.Send<>(each.member(), fooled ? lie : it.message()));
        }
        return true;
    }

    /** What it proposes to one in place of this value; the header comes before the value. */
    private void inventFor(Action<?> action) {
        if (!(action instanceof Action.Multicast<?> it) || !(it.message() instanceof Value value)) return;
        Instant later = value.time().plus(Duration.ofMillis(1));
        lies.put(value.digest(), new Value(value.slot(), value.birthEpoch(), later, value.requests()));
    }

    private ViewRecord required() {
        ViewRecord present = view;
        if (present == null) throw new IllegalStateException("no view yet");
        return present;
    }

    private Occupant occupant(String name) {
        return required().occupant(new MemberId(name)).orElseThrow();
    }

    private void queue(String layer, Action<?> action) {
        due.add(new Due(layers.indexOf(layer), action));
    }

    private void multicast(String layer, Object message) {
        queue(layer, new Action.Multicast<>(message));
    }

    /** From now on it proposes one thing to all, and another to one of them. */
    void equivocate() {
        deceived = required().occupants().stream()
                .map(Occupant::member)
                .filter(each -> !each.equals(self))
                .findFirst();
    }

    /** A request in another's name, signed with a key that is not its own. */
    private Signed<Request> inTheNameOf(Origin origin, RequestClass kind, byte[] body) {
        Request request = new Request(origin, UNKNOWN, kind, body);
        Lives lives = Lives.only(required().life());
        Signature signature = thief.sign(request.header(lives).statement(request.signedBody()))
                .orElseThrow();
        return request.signed(lives, signature);
    }

    void commandInTheNameOf(String victim, Command command) {
        multicast(
                ORDERING,
                new Relay(List.of(inTheNameOf(occupant(victim).origin(), RequestClass.CONTROL, command.encode()))));
    }

    void sayAs(String source, byte[] body) {
        multicast(ORDERING, new Relay(List.of(inTheNameOf(occupant(source).origin(), RequestClass.APPLICATION, body))));
    }

    /** A later start of another, which nobody has started. */
    void joinAs(String victim) {
        Origin present = occupant(victim).origin();
        Origin later = new Origin(present.principal(), present.key(), present.incarnation() + 1);
        byte[] join = new Command.Join(List.of(StatementKeyPair.generate().key())).encode();
        multicast(ORDERING, new Relay(List.of(inTheNameOf(later, RequestClass.CONTROL, join))));
    }

    /** A certificate of the next view, with signatures that nobody gave. */
    void certifyView(long id, String to) {
        List<MembershipMessage.Held> held = required().occupants().stream()
                .map(each -> new MembershipMessage.Held(each.member(), garbage()))
                .toList();
        MembershipMessage message = new MembershipMessage.Signatures(id, madeUp(to), false, held);
        queue(MEMBERSHIP, new Action.Send<>(new MemberId(to), message));
    }

    /** This member's own signature on the next view: of another one for each. */
    void signView(String to) {
        MembershipMessage message =
                new MembershipMessage.ViewSignature(required().id(), madeUp(to));
        queue(MEMBERSHIP, new Action.Send<>(new MemberId(to), message));
    }

    long viewId() {
        return required().id();
    }

    private static Digest madeUp(String what) {
        return Digest.of(out -> out.writeText("a view for " + what));
    }

    private static Signature garbage() {
        return Signature.fromBytes(new byte[Signature.LENGTH]);
    }

    /** What a member asks for that lacks a body or a slot, with other words in it. */
    void poison(String source, String to, byte[] body) {
        Signed<Request> forged = inTheNameOf(occupant(source).origin(), RequestClass.APPLICATION, body);
        MemberId receiver = new MemberId(to);
        queue(ORDERING, new Action.Send<>(receiver, new Body(List.of(forged))));
        Header last = lastProposal();
        Value value = new Value(
                last.slot() + 1,
                last.epoch(),
                Instant.now(),
                List.of(forged.message().digest()));
        Header header = new Header(last.view(), last.epoch(), last.slot() + 1, value.digest());
        Lives lives = Lives.only(required().life());
        Signed<Header> proposed = new Signed<>(
                org.testudo.api.Principal.of(required().occupants().get(0).member()),
                header.header(lives).orElseThrow(),
                header,
                garbage());
        List<QuorumCertificate.Vote> votes = required().occupants().stream()
                .limit(required().quorum().intersecting())
                .map(each -> new QuorumCertificate.Vote(each.member(), garbage()))
                .toList();
        QuorumCertificate certificate = new QuorumCertificate(QuorumCertificate.Kind.COMMITTED, proposed, votes);
        queue(ORDERING, new Action.Send<>(receiver, new Decided(certificate, value, List.of(forged))));
    }

    private Header lastProposal() {
        Signed<?> last = proposal;
        if (last == null || !(last.message() instanceof Header header))
            throw new IllegalStateException("no proposal yet");
        return header;
    }

    /** A proposal for the next slots by a member that does not lead. */
    void propose() {
        Header last = lastProposal();
        Value value = new Value(last.slot() + 1, last.epoch(), Instant.now(), List.of());
        multicast(ORDERING, value);
        multicast(ORDERING, new Header(last.view(), last.epoch(), last.slot() + 1, value.digest()));
    }

    /** Its own word against another, as often as it likes. */
    void accuse(String victim) {
        Occupant target = occupant(victim);
        for (Command each : List.of(
                new Command.Suspect(target.member(), target.incarnation()),
                new Command.Accuse(target.member(), target.incarnation(), "I saw it with my own eyes"),
                new Command.Suspect(target.member(), target.incarnation()))) {
            queue(MEMBERSHIP, new Action.Submit<>(new Payload.Own(RequestClass.CONTROL, each.encode())));
        }
    }
}

package org.testudo.gacp.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.ClientSettings;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;

/**
 * Four members in one process with real client ports, keys and signatures, whose order is a lock: everything of client access
 * but the ordering below it. Views are installed by hand.
 */
final class TinyGroup implements AutoCloseable {
    static final MemberId ALICE = new MemberId("alice");
    static final MemberId BOB = new MemberId("bob");
    static final MemberId CAROL = new MemberId("carol");
    static final MemberId DAVE = new MemberId("dave");
    static final List<MemberId> NAMES = List.of(ALICE, BOB, CAROL, DAVE);

    final Authority authority = Authority.create("payments");
    final Credentials sensor = authority.issue(new Principal(Principal.Kind.SENSOR, "suricata"));
    final Credentials operator = authority.issue(new Principal(Principal.Kind.OPERATOR, "olga"));
    final Genesis genesis;
    final GroupLife life;

    /** The certificate of view 1. */
    final ViewCertificate beginning;

    final Map<MemberId, TinyMember> members = new LinkedHashMap<>();
    private final Map<Origin, Long> delivered = new LinkedHashMap<>();
    private final Map<Origin, TreeMap<Long, Request>> waiting = new LinkedHashMap<>();
    private long slots;
    private ViewRecord view;
    private GroupConfig config;

    TinyGroup() {
        this(AccessLimits.of(100, 32, 1 << 20));
    }

    TinyGroup(AccessLimits limits) {
        Map<MemberId, Credentials> credentials = new LinkedHashMap<>();
        List<Genesis.Founder> founders = new ArrayList<>();
        for (MemberId each : NAMES) {
            Credentials own = authority.issue(Principal.of(each));
            credentials.put(each, own);
            List<SensorKey> sensors =
                    each.equals(CAROL) ? List.of(new SensorKey("suricata", sensor.statementKey())) : List.of();
            founders.add(new Genesis.Founder(each, own.fingerprint(), own.statementKey(), sensors));
        }
        Digest anchor = authority.certificate().digest();
        Quorum quorum = new Quorum(4, 1, FaultModel.BYZANTINE);
        List<SensorKey> operators = List.of(new SensorKey("olga", operator.statementKey()));
        genesis = new Genesis("payments", anchor, quorum, founders, List.of(), operators, new byte[0]);
        life = genesis.life("life-1");
        view = genesis.firstView();
        credentials.forEach((name, own) -> members.put(name, new TinyMember(this, own, limits)));
        config = config(members);
        beginning = nextView(List.of()); // the group forms: its life begins with view 1
    }

    private static GroupConfig config(Map<MemberId, TinyMember> members) {
        GroupConfigBuilder builder = GroupConfig.named("payments").tolerating(1);
        int port = 1;
        for (TinyMember each : members.values()) {
            builder.member(each.id().name(), "127.0.0.1:" + port++, "127.0.0.1:" + each.port(), each.id() + ".pem");
        }
        return builder.credentials("none", "none", "none").build();
    }

    GroupConfig config() {
        return config;
    }

    TinyMember member(MemberId id) {
        return members.get(id);
    }

    Credentials client(String name) {
        return authority.issue(new Principal(Principal.Kind.CLIENT, name));
    }

    GroupClient open(String name) {
        return open(name, ClientSettings.of(config), ClientListener.none());
    }

    GroupClient open(String name, ClientSettings settings, ClientListener listener) {
        return GroupClient.open(config, genesis, client(name), settings, listener);
    }

    /** What {@link #application} answers to an operation. */
    static byte[] answerTo(String operation) {
        return ("done " + operation).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] application(Request request) {
        String operation = new String(request.body(), StandardCharsets.UTF_8);
        if (operation.startsWith("fail")) throw new IllegalArgumentException("cannot " + operation);
        if (operation.startsWith("large")) return new byte[Integer.parseInt(operation.substring(6))];
        return answerTo(operation);
    }

    /** The ordering: each origin's numbers without gaps, each once; what comes early waits. */
    synchronized void order(Signed<Request> signed) {
        Request request = signed.message();
        Origin origin = request.origin();
        if (!delivered.containsKey(origin) && !request.opensSession()) return;
        waiting.computeIfAbsent(origin, key -> new TreeMap<>()).putIfAbsent(request.number(), request);
        deliverNext(origin);
    }

    private void deliverNext(Origin origin) {
        long next = delivered.getOrDefault(origin, 0L) + 1;
        TreeMap<Long, Request> own = waiting.get(origin);
        own.headMap(next).clear();
        while (own.containsKey(next)) {
            delivered.put(origin, next);
            Request request = own.remove(next++);
            SlotDelivery slot = new SlotDelivery(++slots, view.id(), 0, Instant.EPOCH, Digest.ZERO, List.of(request));
            members.values().forEach(member -> member.deliver(slot));
        }
    }

    /** How many requests of class application were delivered. */
    synchronized long operations() {
        return delivered.values().stream().mapToLong(last -> last - 1).sum();
    }

    /** All that are not excluded go on to the next view, which lacks these. */
    synchronized ViewCertificate nextView(List<MemberId> excluded) {
        ViewRecord before = view;
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (Optional<Occupant> seat : before.seats()) {
            seats.add(seat.filter(it -> !excluded.contains(it.member()))
                    .map(it -> it.withViewKey(Optional.of(freshKey(it.member())))));
        }
        ViewRecord next = new ViewRecord(
                before.id() + 1,
                life,
                slots + 1,
                0,
                Digest.ZERO,
                before.digest(),
                before.quorum(),
                before.versions(),
                Instant.EPOCH,
                seats,
                before.standbys(),
                List.of(),
                before.charter(),
                "test");
        ViewCertificate certificate = certify(before, next);
        view = next;
        for (Occupant each : next.occupants()) member(each.member()).keys().installed(next);
        for (Occupant each : next.occupants()) member(each.member()).install(next, certificate);
        return certificate;
    }

    private StatementKey freshKey(MemberId member) {
        return member(member).keys().newViewKeys(1).get(0);
    }

    /** Signed by all who hold a seat in the view before. */
    ViewCertificate certify(ViewRecord before, ViewRecord next) {
        List<ViewCertificate.SeatSignature> signatures = new ArrayList<>();
        for (Occupant each : before.occupants()) {
            member(each.member())
                    .keys()
                    .sign(ViewCertificate.header(before.life(), before.id()), ViewCertificate.body(next.digest()))
                    .ifPresent(it -> signatures.add(new ViewCertificate.SeatSignature(
                            before.seatOf(each.member()).getAsInt(), it)));
        }
        return new ViewCertificate(next, signatures);
    }

    /** A report of carol's sensor. */
    Signed<Request> report(long number) {
        Request request = new Request(
                new Origin(sensor.principal(), sensor.statementKey(), 7), number, RequestClass.CONTROL, new byte[] {1});
        return request.signed(
                Lives.only(life),
                sensor.statementKeys()
                        .sign(request.header(Lives.only(life)).statement(request.signedBody()))
                        .orElseThrow());
    }

    @Override
    public void close() {
        members.values().forEach(TinyMember::close);
    }
}

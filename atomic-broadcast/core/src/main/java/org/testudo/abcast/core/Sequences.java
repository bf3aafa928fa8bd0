package org.testudo.abcast.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Replicated state: the last number delivered of each origin (AB-6, AB-21). A function of genesis, delivered prefix and view
 * record alone (G-2). Members are counted by incarnation, sensors by boot, of which the latest counts, clients by session.
 * A start of a member on the roster that holds no seat may ask for one (GM-3): of each name the latest start counts.
 */
final class Sequences implements Numbers {
    /** Members and sensors of a group are far fewer. */
    private static final int MOST = 100_000;

    private final Map<Origin, Long> members = new LinkedHashMap<>();
    private final Map<Principal, Boot> boots = new LinkedHashMap<>();
    private final Map<Principal, Origin> newcomers = new LinkedHashMap<>();
    private final Sessions sessions = new Sessions();
    private final Genesis genesis;
    private final Map<MemberId, StatementKey> pardoned = new LinkedHashMap<>();
    private Seating seating;

    Sequences(Genesis genesis) {
        this.genesis = genesis;
    }

    /** What a sensor's present boot has reached. */
    private record Boot(long number, long last) {}

    /** Who holds a seat, and which sensors watch one, is from here on as this view says. */
    void install(Seating view) {
        seating = view;
        newcomers.values().removeIf(origin -> !seeksSeat(origin));
        members.keySet()
                .removeIf(origin -> !seating.seats(origin) && !origin.equals(newcomers.get(origin.principal())));
    }

    Sessions sessions() {
        return sessions;
    }

    @Override
    public long next(Origin origin) {
        if (seating.record().life().forming()) return NONE; // nothing is numbered before there is a life
        return switch (origin.principal().kind()) {
            case MEMBER -> seating.seats(origin) || isNewcomer(origin) ? members.getOrDefault(origin, 0L) + 1 : NONE;
            case SENSOR -> seating.watches(origin) ? nextOfBoot(origin) : NONE;
            case CLIENT -> sessions.next(origin);
            case OPERATOR -> NONE;
        };
    }

    /** Whether this is the latest start of its name that asks for a seat, or one later than that. */
    private boolean isNewcomer(Origin origin) {
        Origin known = newcomers.get(origin.principal());
        return seeksSeat(origin) && (known == null || known.incarnation() <= origin.incarnation());
    }

    /** Whether a start of a member might be given a seat: on the roster, not excluded, later than the one that sits. */
    private boolean seeksSeat(Origin origin) {
        if (origin.principal().kind() != Principal.Kind.MEMBER) return false;
        MemberId member = origin.principal().member();
        return isOnRoster(origin)
                && !seating.record().excluded(member)
                && seating.startOf(member) < origin.incarnation();
    }

    /** Whether this origin names a member on the roster, with the key that it has now. */
    boolean isOnRoster(Origin origin) {
        MemberId member = origin.principal().member();
        return genesis.onRoster(member)
                .map(entry -> pardoned.getOrDefault(member, entry.statementKey()))
                .filter(origin.key()::equals)
                .isPresent();
    }

    /** These members have other keys than in the genesis since operators pardoned them (GM-6); the membership's state. */
    void pardoned(List<Pardoned> members) {
        pardoned.clear();
        members.forEach(each -> pardoned.put(each.member(), each.key()));
    }

    /** Who holds no seat may ask for one, by commands, and nothing else; a card that is revoked opens no session. */
    @Override
    public boolean permits(Request request) {
        boolean stranger = request.origin().principal().kind() == Principal.Kind.MEMBER
                && request.kind() != RequestClass.CONTROL
                && !seating.seats(request.origin());
        return !stranger && Numbers.permitted(request) && sessions.permits(request);
    }

    private long nextOfBoot(Origin origin) {
        Boot boot = boots.get(origin.principal());
        if (boot == null || origin.incarnation() > boot.number) return 1;
        return origin.incarnation() == boot.number ? boot.last + 1 : NONE;
    }

    /** Whether something of this origin has been delivered. */
    boolean begun(Origin origin) {
        return switch (origin.principal().kind()) {
            case MEMBER -> seating.seats(origin); // as many as seats: they need no bound of their own
            case SENSOR ->
                boots.containsKey(origin.principal()) && boots.get(origin.principal()).number == origin.incarnation();
            case CLIENT -> sessions.isOpen(origin);
            case OPERATOR -> false;
        };
    }

    @Override
    public void take(Request request) {
        Origin origin = request.origin();
        switch (origin.principal().kind()) {
            case MEMBER -> takeOfMember(origin, request.number());
            case SENSOR -> boots.put(origin.principal(), new Boot(origin.incarnation(), request.number()));
            case CLIENT -> sessions.take(request);
            case OPERATOR -> {}
        }
    }

    /** Empty ones of the same group. */
    Sequences another() {
        Sequences other = new Sequences(genesis);
        other.pardoned.putAll(pardoned);
        other.install(seating);
        return other;
    }

    /** Its share of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(List.copyOf(members.entrySet()), (each, to) -> {
            each.getKey().write(to);
            to.writeLong(each.getValue());
        });
        out.writeList(List.copyOf(boots.entrySet()), (each, to) -> {
            Origin.writePrincipal(each.getKey(), to);
            to.writeLong(each.getValue().number).writeLong(each.getValue().last);
        });
        out.writeList(List.copyOf(newcomers.values()), Origin::write);
        sessions.write(out);
    }

    /** Takes that of another member in place of all that is here. */
    void restore(WireReader in) throws MalformedException {
        members.clear();
        boots.clear();
        newcomers.clear();
        in.readList(MOST, each -> members.put(Origin.read(each), each.readCount()) == null);
        in.readList(
                MOST,
                each -> boots.put(Origin.readPrincipal(each), new Boot(each.readCount(), each.readCount())) == null);
        for (Origin each : in.readList(MOST, Origin::read)) newcomers.put(each.principal(), each);
        sessions.restore(in);
    }

    private void takeOfMember(Origin origin, long number) {
        members.put(origin, number);
        if (seating.seats(origin)) return;
        Origin before = newcomers.put(origin.principal(), origin);
        if (before != null && !before.equals(origin)) members.remove(before);
    }
}

package org.testudo.kernel.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What the group is founded on, equal at all members (GM-2); addresses are not part of it.
 *
 * @param group the group's name
 * @param authority digest of the CA certificate
 * @param members in the order of their seats
 * @param standbys others who may hold a seat, when they have joined and one is vacant (GM-15, GM-16)
 * @param operators who may tell the group what to do, and how many of them have to agree (GM-24)
 * @param policy the attack policy, encoded (AD-11)
 * @param recovered what it goes on from, in a life that operators have begun after a loss of state (GM-22)
 */
public record Genesis(
        String group,
        Digest authority,
        Quorum quorum,
        List<Founder> members,
        List<Founder> standbys,
        Operators operators,
        byte[] policy,
        Optional<Recovered> recovered) {
    private static final String DOMAIN = "testudo genesis";
    private static final int MOST_POLICY = 1 << 20;
    private static final int MOST_NAME = 64;

    /** A name on the roster of the genesis: its keys and the sensors that watch its host. */
    public record Founder(MemberId member, Digest certificate, StatementKey statementKey, List<SensorKey> sensors) {
        public Founder {
            sensors = List.copyOf(sensors);
        }
    }

    public Genesis {
        members = List.copyOf(members);
        standbys = List.copyOf(standbys);
        if (members.size() != quorum.seats()) {
            throw new IllegalArgumentException(members.size() + " members for " + quorum.seats() + " seats");
        }
    }

    /** Of a group that begins with nothing. */
    public Genesis(
            String group,
            Digest authority,
            Quorum quorum,
            List<Founder> members,
            List<Founder> standbys,
            Operators operators,
            byte[] policy) {
        this(group, authority, quorum, members, standbys, operators, policy, Optional.empty());
    }

    /** Of a group in which a majority of the operators has to agree. */
    public Genesis(
            String group,
            Digest authority,
            Quorum quorum,
            List<Founder> members,
            List<Founder> standbys,
            List<SensorKey> operators,
            byte[] policy) {
        this(group, authority, quorum, members, standbys, Operators.majorityOf(operators), policy);
    }

    /** Names the genesis; members whose digests differ refuse each other. */
    public Digest digest() {
        return Digest.of(out -> {
            writeFounding(out);
            recovered.ifPresent(it -> it.statement().digest().write(out));
        });
    }

    /** Names it without what it goes on from: roster, operators, policy (GM-22). */
    public Digest foundingDigest() {
        return Digest.of(this::writeFounding);
    }

    /** The same, in a life that goes on from this; empty: from nothing. */
    public Genesis from(Optional<Recovered> state) {
        return new Genesis(group, authority, quorum, members, standbys, operators, policy, state);
    }

    /** The life of view 0, in which members form the group (GM-21). */
    public GroupLife forming() {
        return new GroupLife(digest(), Digest.ZERO);
    }

    /** A life that was not formed by vote: for protocols that are run without a formation. */
    public GroupLife life(String nonce) {
        return new GroupLife(digest(), Digest.of((WireWriter out) -> out.writeText("testudo named life " + nonce)));
    }

    /** Who may ever hold a seat: founders, then standbys (GM-16). */
    public List<Founder> roster() {
        return Stream.concat(members.stream(), standbys.stream()).toList();
    }

    /** How many members must say the same to a sensor or operator, who follow no views, for one of them to be correct. */
    public int oneCorrectEver() {
        return quorum.oneCorrectEver(members.size() + standbys.size());
    }

    /** The entry of the roster for this name. */
    public Optional<Founder> onRoster(MemberId member) {
        return roster().stream().filter(each -> each.member().equals(member)).findFirst();
    }

    /**
     * View 0, in which nothing is ordered but what forms the group: all seats occupied, with statement keys as view keys. Which
     * start of each founder acts in it is open; the incarnations are 0. Whoever was excluded in the life that it goes on from
     * has no seat (GM-6, GM-22).
     */
    public ViewRecord firstView() {
        return firstView(forming(), 0);
    }

    /** A first view of a life that was not formed by vote, of all members' incarnation 1: for protocols that need no more. */
    public ViewRecord firstView(GroupLife life) {
        return firstView(life, 1);
    }

    private ViewRecord firstView(GroupLife life, long incarnation) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        List<Exclusion> out = recovered.map(it -> it.out(roster())).orElse(List.of());
        for (Founder founder : members) {
            boolean excluded = out.stream().anyMatch(each -> each.member().equals(founder.member()));
            Occupant occupant = new Occupant(
                    founder.member(),
                    incarnation,
                    founder.certificate(),
                    founder.statementKey(),
                    Optional.of(founder.statementKey()),
                    founder.sensors(),
                    true);
            seats.add(excluded ? Optional.empty() : Optional.of(occupant));
        }
        return new ViewRecord(
                0,
                life,
                1,
                0,
                Digest.ZERO,
                Digest.ZERO,
                quorum,
                ProtocolVersion.current(),
                recovered.map(it -> it.last().agreedTime()).orElse(Instant.EPOCH),
                seats,
                List.of(),
                out,
                charter(),
                recovered.map(it -> it.statement().describe()).orElse("genesis"));
    }

    private Charter charter() {
        return charter(roster(), policy);
    }

    /** By what the group is governed when roster and policy are these, and no longer those of the genesis. */
    public Charter charter(List<Founder> roster, byte[] policy) {
        return new Charter(
                Digest.of(out -> out.writeList(roster, Genesis::writeFounder)),
                Digest.of(policy),
                Digest.of(operators::write));
    }

    /** The parts by name with their digests, so that a difference between two members can be shown. */
    public List<String> describe() {
        return List.of(
                "group=" + group,
                "authority=" + authority,
                "n=" + quorum.seats() + " f=" + quorum.maxFaulty() + " model=" + quorum.model(),
                "members="
                        + members.stream()
                                .map(m -> m.member() + "/" + m.statementKey())
                                .toList(),
                "standbys="
                        + standbys.stream()
                                .map(m -> m.member() + "/" + m.statementKey())
                                .toList(),
                "sensors=" + roster().stream().map(Founder::sensors).toList(),
                "operators=" + operators,
                "policy=" + Digest.of(policy),
                "recovered="
                        + recovered
                                .map(it -> it.statement().digest().toString())
                                .orElse("no"),
                "protocol=" + ProtocolVersion.CURRENT);
    }

    /** All of it but the application's state. */
    public void write(WireWriter out) {
        writeFounding(out);
        out.writeOptional(recovered, (each, to) -> each.write(to));
    }

    /** Reads what {@link #write} wrote. */
    public static Genesis read(WireReader in) throws MalformedException {
        if (!in.readText(MOST_NAME).equals(DOMAIN)) throw new MalformedException("no genesis");
        int version = in.readByte();
        if (version != ProtocolVersion.CURRENT) throw new MalformedException("a genesis of version " + version);
        String group = in.readText(MOST_NAME);
        Digest authority = Digest.read(in);
        int seats = in.readShort();
        int faulty = in.readShort();
        FaultModel model = in.readEnum(FaultModel.values());
        List<Founder> members = in.readList(ViewRecord.MAX_SEATS, Genesis::readFounder);
        List<Founder> standbys = in.readList(ViewRecord.MAX_STANDBYS, Genesis::readFounder);
        try {
            return new Genesis(
                    group,
                    authority,
                    new Quorum(seats, faulty, model),
                    members,
                    standbys,
                    Operators.read(in),
                    in.readBytes(MOST_POLICY),
                    in.readOptional(Recovered::read));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("no genesis: " + e.getMessage());
        }
    }

    private static Founder readFounder(WireReader in) throws MalformedException {
        return new Founder(
                Origin.readMember(in),
                Digest.read(in),
                StatementKey.read(in),
                in.readList(Occupant.MAX_SENSORS, SensorKey::read));
    }

    private void writeFounding(WireWriter out) {
        out.writeText(DOMAIN).writeByte(ProtocolVersion.CURRENT).writeText(group);
        authority.write(out);
        out.writeShort(quorum.seats()).writeShort(quorum.maxFaulty()).writeEnum(quorum.model());
        out.writeList(members, Genesis::writeFounder).writeList(standbys, Genesis::writeFounder);
        operators.write(out);
        out.writeBytes(policy);
    }

    private static void writeFounder(Founder founder, WireWriter out) {
        out.writeText(founder.member().name());
        founder.certificate().write(out);
        founder.statementKey().write(out);
        out.writeList(founder.sensors(), SensorKey::write);
    }
}

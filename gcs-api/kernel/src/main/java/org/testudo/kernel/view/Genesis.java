package org.testudo.kernel.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.statement.StatementKey;
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
 */
public record Genesis(
        String group,
        Digest authority,
        Quorum quorum,
        List<Founder> members,
        List<Founder> standbys,
        Operators operators,
        byte[] policy) {
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
        return Digest.of(this::write);
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
     * start of each founder acts in it is open; the incarnations are 0.
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
        for (Founder founder : members) {
            seats.add(Optional.of(new Occupant(
                    founder.member(),
                    incarnation,
                    founder.certificate(),
                    founder.statementKey(),
                    Optional.of(founder.statementKey()),
                    founder.sensors(),
                    true)));
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
                Instant.EPOCH,
                seats,
                List.of(),
                List.of(),
                charter(),
                "genesis");
    }

    private Charter charter() {
        return new Charter(
                Digest.of(out -> out.writeList(roster(), Genesis::writeFounder)),
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
                "protocol=" + ProtocolVersion.CURRENT);
    }

    private void write(WireWriter out) {
        out.writeText("testudo genesis").writeByte(ProtocolVersion.CURRENT).writeText(group);
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

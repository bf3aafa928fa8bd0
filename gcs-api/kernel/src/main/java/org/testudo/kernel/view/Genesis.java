package org.testudo.kernel.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param operators in order
 * @param policy the attack policy, encoded (AD-11)
 */
public record Genesis(
        String group,
        Digest authority,
        Quorum quorum,
        List<Founder> members,
        List<SensorKey> operators,
        byte[] policy) {
    /** A member of the genesis: its keys and the sensors that watch its host. */
    public record Founder(MemberId member, Digest certificate, StatementKey statementKey, List<SensorKey> sensors) {
        public Founder {
            sensors = List.copyOf(sensors);
        }
    }

    public Genesis {
        members = List.copyOf(members);
        operators = List.copyOf(operators);
        if (members.size() != quorum.seats()) {
            throw new IllegalArgumentException(members.size() + " members for " + quorum.seats() + " seats");
        }
    }

    /** Names the genesis; members whose digests differ refuse each other. */
    public Digest digest() {
        return Digest.of(this::write);
    }

    /** The life that a nonce of the configuration names. */
    public GroupLife life(String nonce) {
        Digest genesis = digest();
        return new GroupLife(genesis, Digest.of(out -> {
            out.writeText("testudo life");
            genesis.write(out);
            out.writeText(nonce);
        }));
    }

    /** View 0: all seats occupied, with statement keys as view keys until the members have brought keys of their own. */
    public ViewRecord firstView(GroupLife life) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (Founder founder : members) {
            seats.add(Optional.of(new Occupant(
                    founder.member(),
                    1,
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
                ProtocolVersion.CURRENT,
                Instant.EPOCH,
                seats,
                List.of(),
                Digest.of(policy),
                "genesis");
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
                "sensors=" + members.stream().map(Founder::sensors).toList(),
                "operators=" + operators,
                "policy=" + Digest.of(policy),
                "protocol=" + ProtocolVersion.CURRENT);
    }

    private void write(WireWriter out) {
        out.writeText("testudo genesis").writeByte(ProtocolVersion.CURRENT).writeText(group);
        authority.write(out);
        out.writeShort(quorum.seats()).writeShort(quorum.maxFaulty()).writeEnum(quorum.model());
        out.writeList(members, (founder, to) -> {
            to.writeText(founder.member().name());
            founder.certificate().write(to);
            founder.statementKey().write(to);
            to.writeList(founder.sensors(), SensorKey::write);
        });
        out.writeList(operators, SensorKey::write).writeBytes(policy);
    }
}

package org.testudo.sicp.credentials;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.config.OperatorConfig;
import org.testudo.config.SensorConfig;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;
import org.testudo.stack.PolicyFile;

/** Reads what a group is founded on (GM-2): every card, the authority and the policy that its configuration names. */
public final class GenesisLoader {
    private final GroupConfig config;
    private final Path base;
    private final AuthorityCertificate authority;

    /** Whose a statement key is: no two principals may share one. */
    private final Map<StatementKey, Principal> owners = new LinkedHashMap<>();

    private GenesisLoader(GroupConfig config, Path base) {
        this.config = config;
        this.base = base;
        authority = AuthorityCertificate.load(base.resolve(config.credentials().trust()));
    }

    /**
     * Reads the genesis.
     *
     * @param base where relative paths begin: the folder of the configuration file
     * @throws TestudoException if a file is missing or unreadable, a card is of another group, role, name or authority, or
     *     two principals share a key; or operators have not begun a life with the recovery that it names (GM-22)
     */
    public static Genesis load(GroupConfig config, Path base) {
        GenesisLoader loader = new GenesisLoader(config, base);
        Genesis founding = loader.genesis();
        return config.recovery().isBlank() ? founding : loader.recovered(founding);
    }

    /** Reads the same without the life that it goes on from: what a new life of the group would be founded on (GM-22). */
    public static Genesis founding(GroupConfig config, Path base) {
        return new GenesisLoader(config, base).genesis();
    }

    private Genesis recovered(Genesis founding) {
        Path file = base.resolve(config.recovery());
        RecoveryArchive archive = RecoveryFile.read(file);
        Optional<String> refusal = archive.refusal(founding, new GroupVerifier(authority, config.name()));
        if (refusal.isPresent()) throw new TestudoException("group.recovery: " + file + ": " + refusal.get());
        return founding.from(Optional.of(archive.recovered()));
    }

    /**
     * The card with which a member comes back after its pardon.
     *
     * @throws TestudoException if it is missing, or not the card of this member of this group by its authority
     */
    public static Card pardoned(GroupConfig config, Path base, String member) {
        AuthorityCertificate authority =
                AuthorityCertificate.load(base.resolve(config.credentials().trust()));
        return Card.load(
                base.resolve(config.member(member).pardoned()),
                authority,
                config.name(),
                Principal.of(new MemberId(member)),
                "group.members " + member + " pardoned");
    }

    private Genesis genesis() {
        Map<String, Card> members = new LinkedHashMap<>();
        for (MemberConfig member : config.members()) read(member, "group.members", members);
        for (MemberConfig standby : config.standbys()) read(standby, "group.standbys", members);
        Map<String, List<SensorKey>> sensors = sensors();
        List<Genesis.Founder> roster = new ArrayList<>();
        members.forEach((id, card) -> roster.add(new Genesis.Founder(
                new MemberId(id), card.fingerprint(), card.statementKey(), sensors.getOrDefault(id, List.of()))));
        int seats = config.members().size();
        List<SensorKey> operators = new ArrayList<>();
        for (OperatorConfig operator : config.operators()) {
            Card card = card(Principal.Kind.OPERATOR, operator.id(), operator.key(), "group.operators");
            operators.add(new SensorKey(operator.id(), card.statementKey()));
        }
        return new Genesis(
                config.name(),
                authority.digest(),
                new Quorum(seats, config.maxFaulty(), config.model()),
                roster.subList(0, seats),
                roster.subList(seats, roster.size()),
                new Operators(operators, config.operatorApprovals()),
                PolicyFile.of(config.attackDetector(), base).encode());
    }

    private void read(MemberConfig member, String list, Map<String, Card> into) {
        into.put(member.id(), card(Principal.Kind.MEMBER, member.id(), member.key(), list));
    }

    private Map<String, List<SensorKey>> sensors() {
        Map<String, List<SensorKey>> byWatched = new LinkedHashMap<>();
        for (SensorConfig sensor : config.sensors()) {
            Card card = card(Principal.Kind.SENSOR, sensor.id(), sensor.key(), "group.sensors");
            List<SensorKey> watching = byWatched.computeIfAbsent(sensor.watches(), watched -> new ArrayList<>());
            watching.add(new SensorKey(sensor.id(), card.statementKey()));
            if (watching.size() > Occupant.MAX_SENSORS) {
                throw new IllegalArgumentException("group.sensors: more than " + Occupant.MAX_SENSORS + " watch '"
                        + sensor.watches() + "'; remove some");
            }
        }
        return byWatched;
    }

    private Card card(Principal.Kind kind, String id, String file, String list) {
        Principal principal = new Principal(kind, id);
        Card card = Card.load(base.resolve(file), authority, config.name(), principal, list + " " + id + " key");
        Principal other = owners.putIfAbsent(card.statementKey(), principal);
        if (other != null) {
            throw new TestudoException(list + ": " + principal + " has the same statement key " + card.statementKey()
                    + " as " + other + "; make new keys for one of them");
        }
        return card;
    }
}

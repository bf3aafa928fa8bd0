package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.FaultModel;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.CredentialsConfig;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.config.OperatorConfig;
import org.testudo.config.OrderingConfig;
import org.testudo.config.SensorConfig;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.SensorKey;

/** GM-2: the genesis comes from files that are equal at all members. */
class GenesisLoaderTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Passphrase SECRET = Passphrase.of("swordfish".toCharArray());

    @TempDir
    private Path folder;

    private KeyFolder keys;
    private Authority authority;

    @BeforeEach
    void foundGroup() {
        keys = new KeyFolder(folder.resolve("keys"));
        authority = keys.found("payments", SECRET);
        for (String name : NAMES) issue(Principal.Kind.MEMBER, name);
    }

    @Test
    void genesisHoldsTheKeysOfAllCards() {
        Credentials sensor = issue(Principal.Kind.SENSOR, "ids-carol");
        Credentials operator = issue(Principal.Kind.OPERATOR, "olga");

        Genesis genesis = load(
                List.of(new SensorConfig("ids-carol", "carol", "keys/ids-carol.pem")),
                List.of(new OperatorConfig("olga", "keys/olga.pem")),
                AttackDetectorConfig.defaults());

        assertThat(genesis.members()).extracting(each -> each.member().name()).isEqualTo(NAMES);
        assertThat(genesis.members().get(2).sensors())
                .containsExactly(new SensorKey("ids-carol", sensor.statementKey()));
        assertThat(genesis.members().get(1).sensors()).isEmpty();
        assertThat(genesis.operators().keys()).containsExactly(new SensorKey("olga", operator.statementKey()));
        assertThat(genesis.authority()).isEqualTo(authority.certificate().digest());
        assertThat(genesis.policy()).isEqualTo(Policy.standard(false).encode());
        assertThat(genesis.quorum().intersecting()).isEqualTo(3);
    }

    @Test
    void policyComesFromTheFileThatTheConfigurationNames() throws IOException {
        Files.writeString(folder.resolve("policy.yaml"), "rules: []\notherwise: ignore\n");

        Genesis genesis = load(List.of(), List.of(), new AttackDetectorConfig(true, "policy.yaml"));

        assertThat(genesis.policy())
                .isEqualTo(new Policy(true, List.of(), Policy.Effect.IGNORE).encode())
                .isNotEqualTo(Policy.standard(true).encode());
    }

    @Test
    void missingCardIsNamedWithItsOwner() throws IOException {
        Files.delete(keys.card("bob"));

        assertThatThrownBy(this::load)
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("group.members bob key", "bob.pem", "does not exist");
    }

    @Test
    void cardOfAnotherMemberIsNamed() throws IOException {
        Files.delete(keys.card("bob"));
        Files.copy(keys.card("alice"), keys.card("bob"));

        assertThatThrownBy(this::load)
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("bob.pem", "member:alice", "not of member:bob");
    }

    @Test
    void twoPrincipalsWithOneKeyAreNamed() throws Exception {
        Credentials alice = Credentials.load(
                keys.store("alice"),
                keys.authorityCertificate(),
                SECRET,
                "payments",
                new Principal(Principal.Kind.MEMBER, "alice"));
        Credentials bob = authority.issue(new Principal(Principal.Kind.MEMBER, "bob"));
        Credentials twin = new Credentials(
                new Subject("payments", bob.principal()), bob.shown(), alice.statementKeys(), authority.certificate());
        Files.delete(keys.card("bob"));
        twin.card().save(keys.card("bob"));

        assertThatThrownBy(this::load)
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("member:bob", "same statement key", "member:alice");
    }

    private Genesis load() {
        return load(List.of(), List.of(), AttackDetectorConfig.defaults());
    }

    private Genesis load(List<SensorConfig> sensors, List<OperatorConfig> operators, AttackDetectorConfig detector) {
        List<MemberConfig> members = NAMES.stream()
                .map(name -> new MemberConfig(
                        name, "127.0.0.1:" + (7800 + NAMES.indexOf(name)), "", "keys/" + name + ".pem"))
                .toList();
        GroupConfig config = new GroupConfig(
                "payments",
                "alice",
                "",
                FaultModel.BYZANTINE,
                1,
                members,
                List.of(),
                new CredentialsConfig("keys/alice.p12", "keys/group-ca.pem", ""),
                OrderingConfig.defaults(),
                FailureDetectorConfig.defaults(),
                detector,
                sensors,
                operators,
                ClientAccessConfig.defaults());
        return GenesisLoader.load(config, folder);
    }

    private Credentials issue(Principal.Kind kind, String name) {
        return keys.issue(authority, new Principal(kind, name), SECRET);
    }
}

package org.testudo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.sicp.signature.StatementKeyPair;
import org.testudo.stack.ConfigFile;

/** GM-5: a saved chain is verified with nothing but the file and the group's configuration, with real signatures. */
class ViewCommandTest {
    private static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dave");

    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final Map<StatementKey, StatementKeyPair> pairs = new LinkedHashMap<>();
    private Path config;
    private Path file;
    private Genesis genesis;

    @BeforeEach
    void foundAGroup() throws IOException {
        KeyFolder keys = new KeyFolder(Files.createDirectory(folder.resolve("keys")));
        Passphrase passphrase = Passphrase.fromFile(Files.writeString(folder.resolve("passphrase"), "correct horse\n"));
        Authority authority = keys.found("payments", passphrase);
        StringBuilder members = new StringBuilder();
        for (String each : MEMBERS) {
            Principal principal = new Principal(Principal.Kind.MEMBER, each);
            keys.issue(authority, principal, passphrase);
            members.append(
                    "    - {id: " + each + ", address: \"" + each + ".example:7800\", key: keys/" + each + ".pem}\n");
        }
        config = Files.writeString(folder.resolve("testudo.yaml"), """
                group:
                  name: payments
                  credentials: {store: keys, trust: keys/group-ca.pem, passphrase-file: passphrase}
                  members:
                """ + members);
        file = folder.resolve("views.chain");
        GroupConfig read = ConfigFile.load(config, Map.of());
        genesis = GenesisLoader.load(read, Path.of(""));
        for (String each : MEMBERS) {
            Credentials own = Credentials.load(read, Path.of(""), new Principal(Principal.Kind.MEMBER, each));
            pairs.put(own.statementKey(), own.statementKeys());
        }
    }

    @Test
    void aChainThatHoldsIsShownViewByView() throws IOException {
        save(chain(3));

        assertThat(verify()).isZero();

        assertThat(output.toString())
                .containsSubsequence(
                        "view 1, signed by 3 seats of 3 needed\n",
                        "  reason     formed?[31m\n",
                        "  first slot 10\n",
                        "  active     alice, bob, dave\n",
                        "  inactive   carol\n",
                        "view 2, signed by 3 seats of 3 needed\n",
                        "  active     alice, bob, dave\n",
                        "  vacant     seat 2\n",
                        "  excluded   carol in slot 19: root shell\n",
                        file + " proves view 2 of group 'payments', life ",
                        "not that it is the present view");
    }

    /** GM-3: seven seats after four, and four again; each view by a quorum of the one before it. */
    @Test
    void aChainWithResizesIsProvedByTheQuorumOfEachView() throws IOException {
        ViewRecord zero = genesis.firstView();
        ViewRecord one = resized(zero, 4, "formed");
        ViewRecord two = resized(one, 7, "resized to 7 seats");
        ViewRecord three = resized(two, 4, "resized to 4 seats");
        List<ViewCertificate> up = List.of(certificate(zero, one, 3), certificate(one, two, 3));

        save(new ChainArchive(genesis.digest(), List.of(up.get(0), up.get(1), certificate(two, three, 5))));
        assertThat(verify()).isZero();
        assertThat(output.toString())
                .containsSubsequence(
                        "view 1, signed by 3 seats of 3 needed\n",
                        "view 2, signed by 3 seats of 3 needed\n",
                        "  reason     resized to 7 seats\n",
                        "view 3, signed by 5 seats of 5 needed\n");

        save(new ChainArchive(genesis.digest(), List.of(up.get(0), up.get(1), certificate(two, three, 4))));
        assertThat(verify()).isEqualTo(1);
    }

    private ViewRecord resized(ViewRecord before, int size, String reason) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (int seat = 0; seat < size; seat++) {
            Occupant like = before.seats().get(seat % before.seats().size()).orElseThrow();
            MemberId member = seat < 4 ? like.member() : new MemberId("standby-" + seat);
            seats.add(Optional.of(new Occupant(
                    member, 1, like.certificate(), like.statementKey(), Optional.of(freshKey()), List.of(), true)));
        }
        return after(before, Quorum.of(size, FaultModel.BYZANTINE), seats, List.of(), reason);
    }

    @Test
    void theSameIsSaidToScripts() throws IOException {
        save(chain(3));

        assertThat(verify("--json")).isZero();

        List<String> lines = output.toString().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.path("view").asInt()).isEqualTo(2);
        assertThat(second.path("validSignatures").asInt()).isEqualTo(3);
        assertThat(second.path("neededSignatures").asInt()).isEqualTo(3);
        assertThat(second.path("vacantSeats").path(0).asInt()).isEqualTo(2);
        assertThat(second.path("exclusions").path(0).path("id").asText()).isEqualTo("carol");
        JsonNode whole = new ObjectMapper().readTree(lines.get(2));
        assertThat(whole.path("valid").asBoolean()).isTrue();
        assertThat(whole.path("view").asInt()).isEqualTo(2);
        assertThat(whole.path("provesThePresentView").asBoolean(true)).isFalse();
    }

    @Test
    void theFirstViewThatFailsIsNamedWithStatusOne() throws IOException {
        save(chain(2));

        assertThat(verify()).isEqualTo(1);
        assertThat(output.toString())
                .contains("view 1, signed by 3", "does not hold at view 2: of its 2 signatures 2 are valid");
        assertThat(verify("--json")).isEqualTo(1);
        JsonNode whole =
                new ObjectMapper().readTree(output.toString().lines().toList().get(1));
        assertThat(whole.path("valid").asBoolean(true)).isFalse();
        assertThat(whole.path("failedView").asInt()).isEqualTo(2);
    }

    @Test
    void theChainOfAnotherGroupDoesNotHold() throws IOException {
        save(chain(3));
        Files.writeString(config, Files.readString(config).replace("group:\n", "group:\n  model: crash\n"));

        assertThat(verify()).isEqualTo(1);
        assertThat(output.toString()).contains("does not hold at view 1: it is of another genesis");
    }

    @Test
    void whatIsNoChainIsRefusedWithStatusTwo() throws IOException {
        assertThat(verify()).isEqualTo(2);
        assertThat(errors.toString()).contains("cannot read " + file);
        byte[] good = chain(3).encode();
        Files.write(file, Arrays.copyOf(good, good.length - 100));
        assertThat(verify()).isEqualTo(2);
        assertThat(errors.toString()).contains("certificate 2 of 2 is cut short or damaged");
        good[good.length / 2] ^= 1;
        Files.write(file, good);
        assertThat(verify()).isEqualTo(2);
        assertThat(run("view", "verify", file.toString(), "--config", "nowhere.yaml"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("nowhere.yaml");
        assertThat(run("view")).isEqualTo(2);
    }

    /** Dave's vote in view 1, with the key that the chain gives it there. */
    private Claim.SignedBy vote(ChainArchive chain, String signer, byte[] body) {
        ViewRecord one = chain.certificates().get(0).record();
        StatementHeader header = new StatementHeader.ViewBound(one.life(), 1, 0, 12, StatementTypes.COMMIT);
        StatementKey key =
                one.occupant(new MemberId(signer)).orElseThrow().viewKey().orElseThrow();
        var signature = pairs.get(key).sign(header.statement(body)).orElseThrow();
        return new Claim.SignedBy(Principal.of(new MemberId("dave")), header, body, signature);
    }

    private int judge(byte[] evidence, String... more) throws IOException {
        Path kept = Files.write(folder.resolve("dave.evidence"), evidence);
        List<String> arguments = new ArrayList<>(List.of("evidence", "verify", kept.toString()));
        arguments.addAll(List.of("--config", config.toString(), "--chain", file.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static byte[] kept(Claim.SignedBy first, Claim.SignedBy second) {
        return new EvidenceArchive(new Contradiction(first, second)).encode();
    }

    /** AD-10: anyone who has the configuration and the chain sees what the members saw. */
    @Test
    void evidenceIsJudgedOfflineByTheChain() throws IOException {
        ChainArchive chain = chain(3);
        save(chain);
        Claim.SignedBy one = vote(chain, "dave", new byte[] {1});
        Claim.SignedBy other = vote(chain, "dave", new byte[] {2});

        assertThat(judge(kept(one, other))).isZero();
        assertThat(output.toString()).contains("convicts dave: two different COMMIT votes for view 1 epoch 0 slot 12");
        assertThat(judge(kept(one, other), "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(output.toString());
        assertThat(json.get("convicts").asBoolean()).isTrue();
        assertThat(json.get("accused").asText()).isEqualTo("dave");
    }

    @Test
    void evidenceThatProvesNothingConvictsNobody() throws IOException {
        ChainArchive chain = chain(3);
        save(chain);
        Claim.SignedBy one = vote(chain, "dave", new byte[] {1});

        assertThat(judge(kept(one, vote(chain, "dave", new byte[] {1})))).isEqualTo(1);
        assertThat(output.toString()).contains("does not convict dave: its signatures hold, but they prove nothing");
        assertThat(judge(kept(one, vote(chain, "bob", new byte[] {2})))).isEqualTo(1);
        assertThat(output.toString()).contains("a signature of dave in it is not valid");
    }

    @Test
    void damagedEvidenceIsOneClearErrorAndNothingIsJudgedByAChainThatDoesNotHold() throws IOException {
        ChainArchive chain = chain(3);
        save(chain);
        byte[] good = kept(vote(chain, "dave", new byte[] {1}), vote(chain, "dave", new byte[] {2}));
        for (int place = 0; place < good.length; place++) {
            byte[] flipped = good.clone();
            flipped[place] ^= 1;
            assertThat(judge(flipped)).as("byte %s", place).isEqualTo(2);
        }
        assertThat(judge(Arrays.copyOf(good, 40))).isEqualTo(2);
        assertThat(judge(new byte[0])).isEqualTo(2);
        assertThat(errors.toString()).contains("this is no file of evidence");

        save(chain(2));
        assertThat(judge(good)).isEqualTo(2);
        assertThat(errors.toString()).contains("does not hold at view 2");
    }

    /** View 1, signed by three founders, then view 2 without carol, signed by so many seats of view 1. */
    private ChainArchive chain(int signers) {
        ViewRecord zero = genesis.firstView();
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (Optional<Occupant> seat : zero.seats()) {
            seats.add(seat.map(it -> it.withViewKey(Optional.of(freshKey()))
                    .withActive(!it.member().name().equals("carol"))));
        }
        ViewRecord one = after(zero, seats, List.of(), "formed\u001b[31m");
        List<Optional<Occupant>> fewer = new ArrayList<>(seats);
        fewer.set(2, Optional.empty());
        ViewRecord two =
                after(one, fewer, List.of(new Exclusion(new MemberId("carol"), 19, "root shell")), "carol excluded");
        return new ChainArchive(genesis.digest(), List.of(certificate(zero, one, 3), certificate(one, two, signers)));
    }

    private StatementKey freshKey() {
        StatementKeyPair pair = StatementKeyPair.generate();
        pairs.put(pair.key(), pair);
        return pair.key();
    }

    private ViewRecord after(
            ViewRecord before, List<Optional<Occupant>> seats, List<Exclusion> exclusions, String reason) {
        return after(before, before.quorum(), seats, exclusions, reason);
    }

    private ViewRecord after(
            ViewRecord before,
            Quorum quorum,
            List<Optional<Occupant>> seats,
            List<Exclusion> exclusions,
            String reason) {
        return new ViewRecord(
                before.id() + 1,
                genesis.life("one"),
                10 * (before.id() + 1),
                0,
                Digest.ZERO,
                before.digest(),
                quorum,
                before.versions(),
                Instant.EPOCH,
                seats,
                List.of(),
                exclusions,
                before.charter(),
                reason);
    }

    private ViewCertificate certificate(ViewRecord before, ViewRecord next, int signers) {
        byte[] statement =
                ViewCertificate.header(before.life(), before.id()).statement(ViewCertificate.body(next.digest()));
        List<SeatSignature> signatures = new ArrayList<>();
        for (int seat = 0; seat < signers; seat++) {
            StatementKey key = before.seats().get(seat).orElseThrow().viewKey().orElseThrow();
            signatures.add(
                    new SeatSignature(seat, pairs.get(key).sign(statement).orElseThrow()));
        }
        return new ViewCertificate(next, signatures);
    }

    private void save(ChainArchive archive) throws IOException {
        Files.write(file, archive.encode());
    }

    private int verify(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("view", "verify", file.toString(), "--config", config.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        output.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        return Testudo.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}

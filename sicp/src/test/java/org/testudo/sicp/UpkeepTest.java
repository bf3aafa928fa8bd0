package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.CredentialsConfig;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;

/** SICP-9, SICP-11, SICP-12: files that change while a member runs. */
class UpkeepTest {
    private static final Passphrase SECRET = Passphrase.of("swordfish".toCharArray());
    private static final Principal ALICE = Principal.of(new MemberId("alice"));

    @TempDir
    private Path folder;

    @TempDir
    private Path office;

    private final List<Notice> said = new ArrayList<>();
    private Authority authority;
    private KeyFolder keys;
    private Credentials own;
    private Upkeep upkeep;

    @BeforeEach
    void begin() {
        keys = new KeyFolder(folder);
        authority = keys.found("payments", SECRET);
        keys.issue(authority, ALICE, SECRET);
        own = load();
        upkeep = upkeep(Clock.systemUTC());
    }

    private Credentials load() {
        return Credentials.load(keys.store("alice"), keys.authorityCertificate(), SECRET, "payments", ALICE);
    }

    private Upkeep upkeep(Clock clock) {
        Upkeep.Files files = new Upkeep.Files(
                keys.store("alice"), keys.authorityCertificate(), this::load, CredentialsConfig.EXPIRY_NOTICE);
        return new Upkeep(own, files, clock, Map::of, said::add);
    }

    @Test
    void renewedStoreIsTakenOverWithTheSameStatementKey() {
        var before = own.certificate();
        upkeep.look();
        assertThat(own.certificate()).isEqualTo(before);

        Credentials fresh = keys.renew(authority, "alice", SECRET);
        upkeep.look();

        assertThat(own.certificate()).isEqualTo(fresh.certificate()).isNotEqualTo(before);
        assertThat(own.statementKey()).isEqualTo(fresh.statementKey());
        assertThat(own.card().isGenuine(authority.certificate())).isTrue();
    }

    @Test
    void halfWrittenStoreChangesNothingAndTheWholeOneIsTakenLater() throws IOException {
        var before = own.certificate();
        Credentials fresh = keys.renew(authority, "alice", SECRET);
        byte[] whole = Files.readAllBytes(keys.store("alice"));

        Files.write(keys.store("alice"), Arrays.copyOf(whole, whole.length / 2));
        upkeep.look();
        assertThat(own.certificate()).isEqualTo(before);
        Files.delete(keys.store("alice"));
        upkeep.look();
        assertThat(own.certificate()).isEqualTo(before);
        Files.write(keys.store("alice"), whole);
        upkeep.look();

        assertThat(own.certificate()).isEqualTo(fresh.certificate());
    }

    /** As one whose certificate is valid only later: nobody writes the file a second time. */
    @Test
    void storeThatCannotBeTakenOverYetIsTriedAgain() {
        Credentials fresh = keys.renew(authority, "alice", SECRET);
        List<TestudoException> flaws = new ArrayList<>(List.of(new TestudoException("not valid yet")));
        Upkeep.Files files = new Upkeep.Files(
                keys.store("alice"),
                keys.authorityCertificate(),
                () -> {
                    if (!flaws.isEmpty()) throw flaws.remove(0);
                    return load();
                },
                CredentialsConfig.EXPIRY_NOTICE);
        upkeep = new Upkeep(own, files, Clock.systemUTC(), Map::of, said::add);
        keys.renew(authority, "alice", SECRET);

        upkeep.look();
        assertThat(flaws).isEmpty();
        upkeep.look();

        assertThat(own.certificate()).isNotEqualTo(fresh.certificate()).isEqualTo(load().certificate());
    }

    @Test
    void storeOfSomebodyElseOrWithAnotherStatementKeyIsRefused() throws IOException {
        var before = own.certificate();
        KeyFolder elsewhere = new KeyFolder(office);
        elsewhere.issue(authority, ALICE, SECRET);
        elsewhere.issue(authority, Principal.of(new MemberId("bob")), SECRET);

        for (String name : List.of("alice", "bob")) {
            Files.copy(elsewhere.store(name), keys.store("alice"), StandardCopyOption.REPLACE_EXISTING);
            upkeep.look();

            assertThat(own.certificate()).isEqualTo(before);
        }
    }

    @Test
    void crlBesideTheCertificateOfTheAuthorityIsHandedInUntilItIsInForce() {
        CrlFile crl = keys.revoke(authority, List.of("alice"), false);
        for (int i = 0; i < 2 * Upkeep.AGAIN; i++) upkeep.look();
        assertThat(said).hasSize(2).allMatch(RevocationBrought.class::isInstance);

        own.standing().revoked(crl.list());
        for (int i = 0; i < 2 * Upkeep.AGAIN; i++) upkeep.look();
        assertThat(said).hasSize(2);

        keys.revoke(authority, List.of("alice"), false);
        upkeep.look();
        assertThat(said).hasSize(3);
    }

    @Test
    void crlOfAnotherAuthorityOrNoneAtAllIsNotHandedIn() throws IOException {
        KeyFolder foreign = new KeyFolder(office);
        Authority other = foreign.found("payments", SECRET);
        foreign.issue(other, ALICE, SECRET);
        foreign.revoke(other, List.of("alice"), false).save(keys.crl());
        upkeep.look();
        Files.writeString(keys.crl(), "nothing of the kind");
        upkeep.look();

        assertThat(said).isEmpty();
    }

    @Test
    void certificateThatExpiresIsSaidAhead() {
        Instant end = own.certificate().getNotAfter().toInstant();
        upkeep = upkeep(Clock.fixed(end.minus(Duration.ofDays(6)), ZoneOffset.UTC));

        upkeep.look();
        upkeep.look();

        assertThat(said).containsExactly(new CertificateExpires(ALICE.member(), end, 6));
    }
}

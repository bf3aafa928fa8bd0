package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.FailedHandshakes;
import org.testudo.sicp.credentials.IssuedForTest;

/** SICP-1, SICP-2, SICP-6: who is not a member gets nowhere, is told apart, and keeps nobody out. */
@Timeout(60)
class OutsidersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Crew crew;
    private Crew.Member alice;

    @BeforeEach
    void startAlice() throws IOException {
        crew = new Crew("alice", "bob");
        alice = crew.start("alice");
    }

    @AfterEach
    void stop() {
        crew.close();
    }

    @Test
    void withoutACertificate() {
        assertRefused(it -> it.tls(Optional.empty(), "TLSv1.3"), "Empty client certificate chain");
    }

    @Test
    void withACertificateOfAForeignAuthority() {
        assertShownIsRefused(Authority.create("payments").issue(member("bob")), "not issued by the group's CA");
    }

    @Test
    void withAnExpiredCertificate() {
        assertShownIsRefused(IssuedForTest.validBetween(Crew.AUTHORITY, member("bob"), -3, -1), "expired at");
    }

    @Test
    void withACertificateThatIsNotYetValid() {
        assertShownIsRefused(IssuedForTest.validBetween(Crew.AUTHORITY, member("bob"), 1, 3), "not valid before");
    }

    @Test
    void withACertificateForAnotherGroup() {
        assertShownIsRefused(IssuedForTest.ofGroup(Crew.AUTHORITY, member("bob"), "auctions"), "for group 'auctions'");
    }

    @Test
    void inAnotherRole() {
        for (Principal.Kind kind : List.of(Principal.Kind.CLIENT, Principal.Kind.SENSOR, Principal.Kind.OPERATOR)) {
            assertShownIsRefused(Crew.AUTHORITY.issue(new Principal(kind, "bob")), "role of", "bob does not allow");
        }
    }

    @Test
    void withANameThatIsNotOnTheRoster() {
        assertGreetingIsRefused(Crew.AUTHORITY.issue(member("zoe")), "'zoe' is not one of group.members");
    }

    @Test
    void withTheMembersOwnName() {
        assertGreetingIsRefused(crew.credentials("alice"), "own name");
    }

    @Test
    void inAnOlderTls() {
        assertRefused(it -> it.tls(Optional.of(crew.credentials("bob")), "TLSv1.2"), "TLSv1.2");
    }

    @Test
    void inPlainText() {
        assertRefused(
                it -> it.sends("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                "does not begin with a TLS handshake");
    }

    @Test
    void withGarbageInsideTls() {
        assertRefused(
                it -> it.tls(Optional.of(crew.credentials("bob")), "TLSv1.3").frame(new byte[1_000]),
                "does not speak this version");
        assertRefused(
                it -> it.tls(Optional.of(crew.credentials("bob")), "TLSv1.3").raw(new byte[] {0x7f, 0, 0, 0}),
                "greets with");
    }

    /** A time limit per byte would never end this: the first record of a handshake, one byte of it now and then. */
    @Test
    void byteByByte() throws Exception {
        Crew.Member bob = crew.startHasty("bob");
        try (Stranger stranger = new Stranger(crew.place("bob"))) {
            stranger.sends(new byte[] {22, 3, 1, 0x3f, (byte) 0xff});

            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> !sendsAByte(stranger));
        }
        await().atMost(SOON).until(() -> bob.refused("did not authenticate itself within 500ms"));
    }

    private static boolean sendsAByte(Stranger stranger) {
        try {
            stranger.sends(new byte[1]);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void silentCrowdKeepsNoMemberOut() throws Exception {
        List<Stranger> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) crowd.add(new Stranger(crew.place("alice"), "127.0.0.9"));
            Crew.Member bob = crew.start("bob");

            await().atMost(SOON).until(() -> Crew.allConnected(List.of(alice, bob)));
            assertThat(alice.links.halfOpen()).isLessThanOrEqualTo(HalfOpen.MOST_OF_ONE_SOURCE + 2);
        } finally {
            for (Stranger each : crowd) each.close();
        }
    }

    /** Before TLS begins: what is closed unheard has cost next to nothing. */
    @Test
    void whoFailsAgainAndAgainIsClosedUnheardAndKeepsNobodyElseOut() throws Exception {
        Credentials foreign = Authority.create("payments").issue(member("bob"));
        int tries = 0;
        for (; !alice.refused("closed unheard") && tries < 10 * FailedHandshakes.BURST; tries++) failInTls(foreign);
        Crew.Member bob = crew.start("bob");

        assertThat(tries).isGreaterThan(FailedHandshakes.BURST);
        awaitReason("127.0.0.9", "closed unheard");
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(alice, bob)));
    }

    /** The faster, the more of them are closed for others before they can be late: none of those may be lost from the count. */
    @Test
    void whoBeginsAndStallsAgainAndAgainIsClosedUnheard() throws Exception {
        byte[] hello = Stranger.recordedHello();
        List<Stranger> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000 && closedUnheard().isEmpty(); i++) isAnswered(hello, "127.0.0.9", stalled);

            assertThat(stalled).hasSizeGreaterThanOrEqualTo(FailedHandshakes.BURST);
            awaitReason("127.0.0.9", "closed unheard");
        } finally {
            for (Stranger each : stalled) each.close();
        }
    }

    /** Each source below its own bound; and a network with many addresses has one line in the log. */
    @Test
    void sourcesOfOneNetworkAreLimitedTogetherAndToldAsOne() throws Exception {
        for (int batch = 0; batch < 10 && closedUnheard().isEmpty(); batch++) failFromOneNetwork();

        awaitReason("127.0.5.0/24", "closed unheard");
        assertThat(closedUnheard()).hasSize(1);
    }

    private void failFromOneNetwork() throws IOException, Refusal {
        List<Stranger> crowd = new ArrayList<>();
        for (int i = 1; i <= 100; i++) crowd.add(new Stranger(crew.place("alice"), "127.0.5." + i));
        for (Stranger each : crowd) {
            attempt(it -> it.sends(new byte[] {22, 3, 3, 0, 4, 99, 0, 0, 0}), each); // no such message in TLS
        }
        for (Stranger each : crowd) {
            assertThat(each.isClosedByTheOther()).isTrue();
            each.close();
        }
    }

    private List<String> closedUnheard() {
        return alice.links.refusals().stream()
                .filter(it -> it.contains("closed unheard"))
                .toList();
    }

    /** They have cost next to nothing. */
    @Test
    void whoIsSilentOrSpeaksNoTlsIsNotCounted() throws Exception {
        int each = 3 * FailedHandshakes.BURST;
        for (int i = 0; i < each; i++) {
            new Stranger(crew.place("alice"), "127.0.0.9").close();
            try (Stranger plain = new Stranger(crew.place("alice"), "127.0.0.9")) {
                plain.sends("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(plain.isClosedByTheOther()).isTrue();
            }
        }
        awaitReason("127.0.0.9", "does not begin with a TLS handshake");
        awaitReason("127.0.0.9", "without a word");

        List<Stranger> heard = new ArrayList<>();
        assertThat(isAnswered(Stranger.recordedHello(), "127.0.0.9", heard)).isTrue();
        for (Stranger it : heard) it.close();
        assertThat(closedUnheard()).isEmpty();
    }

    private boolean isAnswered(byte[] hello, String from, List<Stranger> answered) throws IOException {
        Stranger stranger = new Stranger(crew.place("alice"), from);
        try {
            stranger.sends(hello);
            if (stranger.isAnswered()) {
                answered.add(stranger);
                return true;
            }
        } catch (IOException e) {
            assertThat(e).as("how it was closed").isNotNull();
        }
        stranger.close();
        return false;
    }

    private void failInTls(Credentials credentials) throws IOException {
        try (Stranger stranger = new Stranger(crew.place("alice"), "127.0.0.9")) {
            stranger.tls(Optional.of(credentials), "TLSv1.3");
            stranger.isClosedByTheOther();
        } catch (SSLException | SocketException e) {
            assertThat(e).as("how it was refused").isNotNull();
        }
    }

    @Test
    void againAndAgainIsRememberedOnce() {
        for (int i = 0; i < 5; i++)
            assertRefused(it -> it.sends(new byte[] {1}), "does not begin with a TLS handshake");

        await().atMost(SOON).until(() -> alice.links.refused() == 5);
        assertThat(alice.links.refusals()).hasSize(1);
    }

    @Test
    void memberAtTheWrongAddressIsNotTakenForAnother() {
        MemberId carol = new MemberId("carol");
        Peer bobsPlace = new Peer(carol, "127.0.0.1", crew.place("bob").port());
        crew.prepare(Crew.AUTHORITY.issue(Principal.of(carol)), crew.greeting(), List.of(bobsPlace))
                .links
                .start();

        awaitReason("dialled bob", "certificate there is of 'carol'");
        assertThat(alice.status("bob").connected()).isFalse();
    }

    /** What a stranger does. */
    @FunctionalInterface
    private interface Attempt {
        void on(Stranger stranger) throws IOException, Refusal;
    }

    private void assertShownIsRefused(Credentials credentials, String... reason) {
        assertRefused(it -> it.tls(Optional.of(credentials), "TLSv1.3"), reason);
    }

    private void assertGreetingIsRefused(Credentials credentials, String reason) {
        assertRefused(
                it -> {
                    Greeting answer = it.greets(credentials, crew.greeting());
                    assertThat(answer.verdict()).isEqualTo(Greeting.Verdict.REFUSED);
                    assertThat(answer.reason()).contains(reason);
                },
                reason);
    }

    private void assertRefused(Attempt attempt, String... reason) {
        try (Stranger stranger = new Stranger(crew.place("alice"))) {
            attempt(attempt, stranger);
            assertThat(stranger.isClosedByTheOther()).isTrue();
        } catch (IOException | Refusal e) {
            throw new AssertionError(e);
        }
        awaitReason(reason);
        assertThat(alice.got).isEmpty();
        assertThat(alice.status("bob").connected()).isFalse();
    }

    private static void attempt(Attempt attempt, Stranger stranger) throws Refusal {
        try {
            attempt.on(stranger);
        } catch (IOException e) {
            assertThat(e).as("refused during the handshake").isNotNull();
        }
    }

    private void awaitReason(String... parts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alice.links.refusals())
                        .anySatisfy(it -> assertThat(it).contains(parts)));
    }

    private static Principal member(String name) {
        return new Principal(Principal.Kind.MEMBER, name);
    }
}

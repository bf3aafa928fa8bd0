package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;
import org.testudo.sicp.credentials.Credentials;

/** SICP-9, SICP-12: certificates that are renewed, and that expire, while their members are connected. */
@Timeout(60)
class RenewalTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final MemberId BOB = new MemberId("bob");

    private Crew crew;

    @AfterEach
    void stop() {
        crew.close();
    }

    private static Instant end(Credentials of) {
        return of.certificate().getNotAfter().toInstant();
    }

    @Test
    void newConnectionsShowTheRenewedCertificateAndOpenOnesStay() throws IOException {
        crew = new Crew("alice", "bob");
        List<Crew.Member> members = crew.startAll();
        await().atMost(SOON).until(() -> Crew.allConnected(members));
        Crew.Member alice = members.get(0);
        Credentials bob = crew.credentials("bob");
        Instant before = end(bob);

        bob.renew(crew.expiringLater(bob));

        assertThat(end(bob)).isAfter(before);
        assertThat(alice.status("bob").expires()).hasValue(before);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(1_500))
                .until(
                        () -> { // past what is resumed
                            alice.links.reset();
                            return true;
                        });
        await().atMost(SOON).until(() -> alice.status("bob").expires().equals(Optional.of(end(bob))));
    }

    /** A clock must not evict anyone; a joiner holds no seat. */
    @Test
    void seatedMemberWhoseCertificateHasExpiredConnectsAndAnotherIsRefused() throws IOException {
        crew = new Crew("alice", "bob");
        crew.expire("bob");
        List<Crew.Member> members = crew.startAll();
        Crew.Member alice = members.get(0);
        await().atMost(SOON).until(() -> alice.refused("it expired at"));
        assertThat(alice.status("bob").connected()).isFalse();

        crew.credentials("alice").standing().seated(Set.of(BOB));

        await().atMost(SOON).until(() -> alice.status("bob").connected());
        alice.links.recheck();
        alice.links.reset();
        await().atMost(SOON).until(() -> {
            members.get(1).send("alice", "still here");
            return alice.textsFrom("bob").contains("still here");
        });
    }
}

package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;

/**
 * AB-18: on a slow link a large body does not delay the votes that are sent after it. Zoe dials alice through a link that lets
 * through what a test says; alice cannot dial zoe, so that there is no other way.
 */
@Timeout(60)
class OvertakingTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** More than the buffers of both sockets hold. */
    private static final int LARGE = 16 << 20;

    private Crew crew;
    private SlowLink link;
    private Crew.Member alice;
    private Crew.Member zoe;

    @BeforeEach
    void connect() throws IOException {
        crew = new Crew("alice", "zoe");
        link = new SlowLink(crew.place("alice"));
        Peer nowhere = new Peer(new MemberId("zoe"), "127.0.0.1", 1);
        alice = start("alice", List.of(crew.place("alice"), nowhere));
        zoe = start("zoe", List.of(link.at(crew.place("alice")), crew.place("zoe")));
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(alice, zoe)));
    }

    private Crew.Member start(String name, List<Peer> places) {
        Crew.Member member = crew.prepare(crew.credentials(name), crew.greeting(), places);
        member.links.start();
        return member;
    }

    @AfterEach
    void stop() throws IOException {
        crew.close();
        link.close();
    }

    @Test
    void smallMessageOvertakesTheRestOfALargeOne() {
        beginLarge(true);

        zoe.send("alice", "vote");
        link.allow(Long.MAX_VALUE);

        await().atMost(SOON).until(() -> alice.got.size() == 2);
        assertThat(first(alice)).isEqualTo("vote");
        assertThat(last(alice)).hasSize(LARGE);
    }

    /** What the test above would see if large packets were not sent in pieces. */
    @Test
    void withoutPiecesItComesAfterTheLargeOne() {
        beginLarge(false);

        zoe.send("alice", "vote");
        link.allow(Long.MAX_VALUE);

        await().atMost(SOON).until(() -> alice.got.size() == 2);
        assertThat(last(alice)).isEqualTo("vote");
    }

    /** The buffers of the kernel would hold megabytes of the large message before the vote. */
    @Test
    void smallMessageWaitsForNoMoreThanAFewPiecesOfALinkThatIsNotKnownYet() {
        link.allow(0);
        zoe.links.send(new MemberId("alice"), Crew.packet("x".repeat(LARGE)).asBulk());
        await().atMost(SOON).until(() -> zoe.status("alice").queued() == 0);
        zoe.send("alice", "vote");

        link.allow((Flow.FIRST + 1) * (Frames.RECORD + 100L));

        await().atMost(SOON).until(() -> alice.textsFrom("zoe").equals(List.of("vote")));
    }

    @Test
    void eachKindKeepsItsOrder() {
        beginLarge(true);
        for (int i = 0; i < 50; i++) {
            zoe.send("alice", "vote " + i);
            send("body " + i);
        }
        link.allow(Long.MAX_VALUE);

        await().atMost(SOON).until(() -> alice.got.size() == 101);
        assertThat(startingWith("vote ")).isEqualTo(numbered("vote "));
        assertThat(startingWith("body ")).isEqualTo(numbered("body "));
        assertThat(alice.got.stream().map(Crew.Got::text).filter(it -> it.length() == LARGE || it.startsWith("body ")))
                .as("nothing that is bulk overtakes what is bulk")
                .first()
                .extracting(String::length)
                .isEqualTo(LARGE);
    }

    /** What alice has of it is forgotten with the connection; zoe sends it again, whole. */
    @Test
    void largeMessageArrivesOnceWhenItsConnectionBreaksInTheMiddle() {
        beginLarge(true);

        link.cut();
        link.allow(Long.MAX_VALUE);
        zoe.send("alice", "after");

        await().atMost(SOON).until(() -> alice.textsFrom("zoe").stream().anyMatch(it -> it.length() == LARGE));
        await().atMost(SOON).until(() -> alice.textsFrom("zoe").contains("after"));
        assertThat(alice.textsFrom("zoe").stream().filter(it -> it.length() == LARGE))
                .containsExactly("x".repeat(LARGE));
        assertThat(alice.status("zoe").violations()).isZero();
    }

    @Test
    void excludedMemberIsNotSentTheRestWhenItIsBack() {
        beginLarge(true);
        MemberId excluded = new MemberId("alice");

        zoe.links.exclude(java.util.Set.of(excluded));
        link.allow(Long.MAX_VALUE);
        await().atMost(SOON).until(() -> !alice.status("zoe").connected());
        zoe.links.exclude(java.util.Set.of());
        zoe.send("alice", "again");

        await().atMost(SOON).until(() -> alice.textsFrom("zoe").contains("again"));
        assertThat(alice.textsFrom("zoe")).containsExactly("again");
    }

    /** Some of it has come, the rest cannot be written: the link and the buffers before it are full. */
    private void beginLarge(boolean bulk) {
        long before = link.passed();
        link.allow(100_000);
        Packet large = Crew.packet("x".repeat(LARGE));
        zoe.links.send(new MemberId("alice"), bulk ? large.asBulk() : large);
        await().atMost(SOON).until(() -> link.passed() == before + 100_000);
    }

    private void send(String body) {
        zoe.links.send(
                new MemberId("alice"),
                Packet.of(Crew.PROTOCOL, body.getBytes(StandardCharsets.UTF_8)).asBulk());
    }

    private List<String> startingWith(String start) {
        return alice.got.stream()
                .map(Crew.Got::text)
                .filter(it -> it.startsWith(start))
                .toList();
    }

    private static List<String> numbered(String start) {
        return Stream.iterate(0, it -> it + 1).limit(50).map(it -> start + it).toList();
    }

    private static String first(Crew.Member member) {
        return member.textsFrom("zoe").get(0);
    }

    private static String last(Crew.Member member) {
        List<String> texts = member.textsFrom("zoe");
        return texts.get(texts.size() - 1);
    }
}

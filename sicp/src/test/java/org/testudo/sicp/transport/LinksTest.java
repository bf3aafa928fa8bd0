package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Genesis;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.KeyAlgorithm;

/** SICP-5, SICP-7, GM-2: connections between correct members. */
@Timeout(60)
class LinksTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Crew crew;

    @AfterEach
    void stop() {
        crew.close();
    }

    @Test
    void messagesArriveInOrderAndInTheNameOfTheirSender() throws IOException {
        crew = new Crew("alice", "bob", "carol", "dave");
        List<Crew.Member> members = crew.startAll();

        for (int i = 0; i < 100; i++) {
            for (Crew.Member each : members.subList(1, 4)) each.send("alice", "" + i);
        }

        List<String> inOrder = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
        for (String from : List.of("bob", "carol", "dave")) {
            await().atMost(SOON).until(() -> members.get(0).textsFrom(from).equals(inOrder));
        }
    }

    @Test
    void largestMessageArrivesWhole() throws IOException {
        crew = new Crew("alice", "bob");
        List<Crew.Member> members = crew.startAll();
        String large = "x".repeat(Packet.MOST_CONTENT);

        members.get(0).send("bob", large);

        await().atMost(SOON).until(() -> members.get(1).got.size() == 1);
        assertThat(members.get(1).got.peek().text().equals(large)).isTrue();
    }

    /** SICP-1: all kinds of keys that are accepted, beside each other, and an intermediate authority. */
    @Test
    void membersWithDifferentKindsOfKeysAreConnected() throws IOException {
        crew = new Crew("alice", "bob", "carol");
        crew.rekey("bob", KeyAlgorithm.P256);
        crew.rekey("carol", KeyAlgorithm.RSA3072);
        crew.reissue("alice");

        List<Crew.Member> members = crew.startAll();

        await().atMost(SOON).until(() -> Crew.allConnected(members));
    }

    @Test
    void whatWasSentBeforeThePeerWasThereArrives() throws IOException {
        crew = new Crew("alice", "bob");
        Crew.Member alice = crew.start("alice");
        alice.send("bob", "early");

        Crew.Member bob = crew.start("bob");

        await().atMost(SOON).until(() -> bob.textsFrom("alice").equals(List.of("early")));
    }

    @Test
    void restartedPeerIsReachedAgain() throws IOException {
        crew = new Crew("alice", "bob");
        List<Crew.Member> members = crew.startAll();
        await().atMost(SOON).until(() -> Crew.allConnected(members));
        members.get(1).links.stop();
        await().atMost(SOON).until(() -> !members.get(0).status("bob").connected());

        Crew.Member bob = crew.start("bob");
        members.get(0).send("bob", "again");

        await().atMost(SOON).until(() -> bob.textsFrom("alice").contains("again"));
    }

    @RepeatedTest(5)
    void ofTwoConnectionsDialledAtOnceOneSurvives() throws Exception {
        crew = new Crew("alice", "bob");
        Crew.Member alice = crew.prepare("alice", crew.greeting());
        Crew.Member bob = crew.prepare("bob", crew.greeting());
        Thread other = new Thread(bob.links::start);
        other.start();
        alice.links.start();
        other.join();

        await().atMost(SOON).until(() -> Crew.allConnected(List.of(alice, bob)));
        assertOneConnectionPerPair(List.of("alice", "bob"));
        alice.send("bob", "there");
        bob.send("alice", "back");
        await().atMost(SOON).until(() -> alice.got.size() == 1 && bob.got.size() == 1);
    }

    @Test
    void stormOfBrokenConnectionsEndsWithOnePerPairAndWorkingLanes() throws Exception {
        crew = new Crew("alice", "bob", "carol", "dave");
        List<Crew.Member> members = crew.startAll();
        List<String> names = List.of("alice", "bob", "carol", "dave");
        for (int round = 0; round < 15; round++) {
            for (Crew.Member from : members) names.forEach(to -> from.send(to, "during"));
            await().atMost(SOON).until(() -> Crew.allConnected(members));
            List<Thread> cutters = new ArrayList<>();
            for (Crew.Member each : members) cutters.add(new Thread(each.links::reset));
            cutters.forEach(Thread::start);
            for (Thread each : cutters) each.join();
        }

        await().atMost(SOON).until(() -> Crew.allConnected(members));
        assertOneConnectionPerPair(names);
        for (int i = 0; i < 4; i++) {
            for (String to : names) members.get(i).send(to, "after");
        }
        for (int i = 0; i < 4; i++) {
            Crew.Member at = members.get(i);
            for (String from : names) {
                if (from.equals(names.get(i))) continue;
                await().atMost(SOON).until(() -> at.textsFrom(from).contains("after"));
            }
        }
    }

    /** Each pair has one connection: one thread reads it at each end. */
    private static void assertOneConnectionPerPair(List<String> names) {
        await().atMost(SOON).untilAsserted(() -> {
            List<String> readers = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(it -> it.startsWith("testudo-sicp-reader "))
                    .toList();
            for (String one : names) {
                for (String other : names) {
                    if (one.equals(other)) continue;
                    assertThat(readers).containsOnlyOnce("testudo-sicp-reader " + one + "-" + other);
                }
            }
        });
    }

    @Test
    void excludedMemberIsOutUntilItIsNoLongerNamed() throws IOException {
        crew = new Crew("alice", "bob", "carol");
        List<Crew.Member> members = crew.startAll();
        await().atMost(SOON).until(() -> Crew.allConnected(members));
        Crew.Member alice = members.get(0);
        Crew.Member carol = members.get(2);

        alice.links.exclude(Set.of(new MemberId("carol")));

        assertThat(alice.status("carol").connected()).isFalse();
        await().atMost(SOON).until(() -> !carol.status("alice").connected());
        carol.send("alice", "let me in");
        alice.send("carol", "no");
        await().atMost(SOON).until(() -> carol.refused("'carol' is excluded"));
        assertThat(alice.textsFrom("carol")).isEmpty();
        assertThat(alice.status("bob").connected()).isTrue();

        alice.links.exclude(Set.of());

        await().atMost(SOON).until(() -> alice.textsFrom("carol").contains("let me in"));
        assertThat(carol.textsFrom("alice")).isEmpty();
    }

    /** SICP-11: the certificate that was shown counts, also on a connection that is open. */
    @Test
    void memberWithARevokedCertificateIsCutOffAtOnceAndRefused() throws IOException {
        crew = new Crew("alice", "bob", "carol");
        List<Crew.Member> members = crew.startAll();
        await().atMost(SOON).until(() -> Crew.allConnected(members));

        crew.revoke("alice", "carol", false);
        members.get(0).links.recheck();

        await().atMost(SOON).until(() -> members.get(0).refused("its certificate is revoked by CRL 1"));
        await().atMost(SOON).until(() -> !members.get(0).status("carol").connected());
        assertThat(members.get(0).status("bob").connected()).isTrue();
    }

    /** GM-18: as long as the group cannot do without it. */
    @Test
    void revokedMemberThatStillHoldsItsSeatKeepsItsConnections() throws IOException {
        crew = new Crew("alice", "bob");
        List<Crew.Member> members = crew.startAll();
        await().atMost(SOON).until(() -> Crew.allConnected(members));
        crew.credentials("alice").standing().seated(Set.of(new MemberId("bob")));

        crew.revoke("alice", "bob", true);
        members.get(0).links.recheck();
        members.get(0).links.reset();

        await().atMost(SOON).until(() -> {
            members.get(1).send("alice", "still here"); // what is on its way when a connection breaks is lost
            return members.get(0).textsFrom("bob").contains("still here");
        });
        crew.credentials("alice").standing().seated(Set.of());
        members.get(0).links.recheck();
        await().atMost(SOON).until(() -> !members.get(0).status("bob").connected());
    }

    @Test
    void membersOfDifferentFoundationsRefuseEachOtherAndSayWhereTheyDiffer() throws IOException {
        crew = new Crew("alice", "bob");
        Crew.Member alice = crew.start("alice");
        Genesis other = crew.genesis(new byte[] {1});
        Crew.Member bob = crew.start("bob", Greeting.of(other, 1));

        for (Crew.Member each : List.of(alice, bob)) {
            await().atMost(SOON)
                    .until(() -> each.refused("founded on something else", "here policy=", "there policy="));
            assertThat(each.refused("authority="))
                    .as("what is equal is not shown")
                    .isFalse();
            assertThat(Crew.allConnected(List.of(each))).isFalse();
        }
    }

    @Test
    void laterStartOfAMemberReplacesTheEarlierOne() throws IOException {
        crew = new Crew("alice", "bob");
        Crew.Member alice = crew.start("alice", crew.greeting(1));
        Crew.Member bob = crew.start("bob");
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(alice, bob)));
        alice.links.stop();

        Crew.Member later = crew.start("alice", crew.greeting(3));
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(later, bob)));
        later.links.stop();
        await().atMost(SOON).until(() -> !Crew.allConnected(List.of(bob)));
        Crew.Member earlier = crew.start("alice", crew.greeting(2));

        await().atMost(SOON).until(() -> earlier.refused("a later start of it has been here"));
        assertThat(Crew.allConnected(List.of(bob)))
                .as("whoever refuses takes no connection; the other learns of it a moment later")
                .isFalse();
    }

    /** GM-23: what each peer says is told apart from other refusals, so that the earlier process can know that it is over. */
    @Test
    void startThatALaterOneHasReplacedHearsItFromEachPeer() throws IOException {
        crew = new Crew("alice", "bob", "carol");
        Crew.Member bob = crew.start("bob");
        Crew.Member carol = crew.start("carol");
        Crew.Member later = crew.start("alice", crew.greeting(3));
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(bob, carol, later)));
        later.links.stop();
        await().atMost(SOON)
                .until(() -> !bob.status("alice").connected()
                        && !carol.status("alice").connected());

        Crew.Member earlier = crew.start("alice", crew.greeting(2));

        await().atMost(SOON)
                .until(() -> earlier.superseding.equals(Set.of(new MemberId("bob"), new MemberId("carol"))));
        assertThat(bob.superseding)
                .as("it is not bob whom a later start has replaced")
                .isEmpty();
    }

    /** GM-6: nor does the number of a start count that it claimed; it may have been the last of all numbers. */
    @Test
    void formerCertificateOfAPardonedMemberIsRefusedAndKeepsTheNewOneFromNothing() throws IOException {
        crew = new Crew("alice", "bob");
        Credentials former = crew.issue("alice", 3);
        Genesis genesis = crew.genesis();
        Crew.Member bob = crew.start("bob");
        Crew.Member before = crew.start("alice", Greeting.of(genesis, Long.MAX_VALUE));
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(before, bob)));
        Credentials anew = crew.issue("alice", 2);

        crew.pardon(bob, crew.credentials("bob"), anew);

        await().atMost(SOON).until(() -> bob.refused("alice was pardoned with a certificate of"));
        await().atMost(SOON).until(() -> !bob.status("alice").connected());
        before.links.stop();
        Crew.Member since = crew.start(anew, Greeting.of(genesis, 2));
        await().atMost(SOON).until(() -> Crew.allConnected(List.of(since, bob)));
        since.links.stop();
        await().atMost(SOON).until(() -> !bob.status("alice").connected());
        Crew.Member again = crew.start(former, Greeting.of(genesis, Long.MAX_VALUE));
        await().atMost(SOON).until(() -> !again.links.refusals().isEmpty());
        assertThat(bob.status("alice").connected()).isFalse();
    }

    @Test
    void sendingToNobodyIsToldApart() throws IOException {
        crew = new Crew("alice", "bob");
        Crew.Member alice = crew.start("alice");

        assertThat(alice.links.send(new MemberId("zoe"), Crew.packet("x"))).isFalse();
        assertThat(alice.links.send(new MemberId("bob"), Crew.packet("x"))).isTrue();
    }

    @Test
    void stoppingEndsAllThreads() throws IOException {
        crew = new Crew("alice", "bob");
        List<Crew.Member> members = crew.startAll();
        await().atMost(SOON).until(() -> Crew.allConnected(members));

        crew.close();

        await().atMost(SOON)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(it -> it.matches("testudo-sicp-(reader|writer|acceptor|deadlines).*alice.*")));
    }
}

package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.gacp.server.TinyGroup.ALICE;
import static org.testudo.gacp.server.TinyGroup.BOB;
import static org.testudo.gacp.server.TinyGroup.CAROL;
import static org.testudo.gacp.server.TinyGroup.NAMES;
import static org.testudo.gacp.server.TinyGroup.answerTo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.gacp.client.ChainCollector;
import org.testudo.gacp.client.ClientCounter;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.ClientSettings;
import org.testudo.gacp.client.GroupClient;
import org.testudo.gacp.client.NoAnswerException;
import org.testudo.gacp.client.OperationFailedException;
import org.testudo.kernel.view.ChainArchive;

/** CA-1, CA-3 to CA-6, CA-9 on real sockets: whatever one member does, the client gets the group's answer, once. */
@Timeout(120)
class GroupClientTest {
    private final TinyGroup group = new TinyGroup();

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void anOperationIsExecutedAndAnswered() {
        try (GroupClient client = group.open("client-1")) {
            assertThat(client.call(bytes("a"))).isEqualTo(answerTo("a"));
            assertThat(client.call(bytes("b"))).isEqualTo(answerTo("b"));
        }
    }

    /** AB-12: no number of the session is spent, and nothing is ordered. */
    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "bob", "carol", "dave"})
    void aQueryIsAnsweredByAQuorumWhateverOneMemberSays(String liar) {
        try (GroupClient client = group.open("client-1")) {
            client.call(bytes("a"));
            Awaitility.await().until(() -> client.connected() == 4);
            long before = group.operations();
            if (!liar.isEmpty()) group.member(new MemberId(liar)).lie();

            for (int i = 0; i < 20; i++) assertThat(client.ask(bytes("b" + i))).isEqualTo(answerTo("query b" + i));

            assertThat(group.operations()).isEqualTo(before);
            assertThat(client.counters().get(ClientCounter.QUERIES)).isEqualTo(20);
        }
    }

    @Test
    void aQueryThatTooFewMembersAnswerIsAskedInTheOrder() {
        try (GroupClient client = group.open("client-1")) {
            client.call(bytes("a"));
            Awaitility.await().until(() -> client.connected() == 4);
            group.member(BOB).answersQueries = false;
            assertThat(client.ask(bytes("b"))).isEqualTo(answerTo("query b"));
            group.member(CAROL).answersQueries = false;

            assertThat(client.ask(bytes("c"))).isEqualTo(answerTo("c"));

            assertThat(client.counters().get(ClientCounter.QUERIES_ORDERED)).isEqualTo(1);
        }
    }

    /** GM-5, CA-8: what a client verified can be kept for others; that its last view is the present one a quorum said. */
    @Test
    void theChainIsCollectedUntilAQuorumConfirmsItsLastView() throws Exception {
        group.nextView(List.of());
        group.nextView(List.of(CAROL));
        ChainCollector collector = new ChainCollector();

        try (GroupClient client = group.open("client-1", ClientSettings.of(group.config()), collector)) {
            ChainArchive archive = collector.archive().get(20, TimeUnit.SECONDS);

            assertThat(archive.genesis()).isEqualTo(group.genesis.digest());
            assertThat(archive.certificates())
                    .extracting(each -> each.record().id())
                    .containsExactly(1L, 2L, 3L);
            assertThat(ChainArchive.decode(archive.encode())).isEqualTo(archive);
            assertThat(client.call(bytes("a"))).isEqualTo(answerTo("a"));
        }
    }

    @Test
    void manyOperationsOfOneClientAreExecutedOnceAndInOrder() throws Exception {
        try (GroupClient client = group.open("client-1")) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) answers.add(client.invoke(bytes("op" + i)));

            for (int i = 0; i < 500; i++)
                assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(answerTo("op" + i));
            assertThat(group.operations()).isEqualTo(500);
        }
    }

    @Test
    void aFailureOfTheApplicationIsTheAnswerOfTheGroup() {
        try (GroupClient client = group.open("client-1")) {
            assertThatThrownBy(() -> client.call(bytes("fail a")))
                    .isInstanceOf(OperationFailedException.class)
                    .hasMessageContaining("cannot fail a");
            assertThat(client.call(bytes("b"))).isEqualTo(answerTo("b"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol", "dave"})
    void aSilentMemberChangesNoAnswer(String silent) {
        group.member(new MemberId(silent)).fallSilent();

        try (GroupClient client = group.open("client-1")) {
            for (int i = 0; i < 20; i++)
                assertThat(client.call(bytes("op" + i))).isEqualTo(answerTo("op" + i));
            assertThat(group.operations()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol", "dave"})
    void aLyingMemberChangesNoAnswer(String liar) {
        group.member(new MemberId(liar)).lie();

        try (GroupClient client = group.open("client-1")) {
            for (int i = 0; i < 20; i++)
                assertThat(client.call(bytes("op" + i))).isEqualTo(answerTo("op" + i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol", "dave"})
    void aContactThatSwallowsOperationsIsLeftAfterOneTimeout(String swallowing) {
        MemberId swallower = new MemberId(swallowing);
        group.member(swallower).swallows = true;
        List<MemberId> left = new CopyOnWriteArrayList<>();
        ClientListener listener = new ClientListener() {
            @Override
            public void onContactChanged(MemberId from, String reason) {
                left.add(from);
            }
        };

        try (GroupClient client = group.open("client-1", patient(), listener)) {
            for (int i = 0; i < 10; i++)
                assertThat(client.call(bytes("op" + i))).isEqualTo(answerTo("op" + i));
        }
        assertThat(left).hasSizeLessThanOrEqualTo(1).allMatch(swallower::equals);
    }

    /** So that a busy machine is not mistaken for a silent contact. */
    private ClientSettings patient() {
        return ClientSettings.of(group.config()).withPatience(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void theClientFollowsViewsByTheirCertificatesWhileItWorks() throws Exception {
        try (GroupClient client = group.open("client-1")) {
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(client.invoke(bytes("op" + i)));
                if (i % 100 == 50) group.nextView(i == 150 ? List.of(CAROL) : List.of());
            }

            for (int i = 0; i < 300; i++)
                assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(answerTo("op" + i));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> client.view().id() == 4);
            assertThat(client.view().members()).doesNotContain(CAROL);
        }
    }

    @Test
    void aClientThatComesLaterLearnsThePresentViewFromTheGenesisOn() {
        for (int i = 0; i < 5; i++) group.nextView(List.of());

        try (GroupClient client = group.open("client-1")) {
            assertThat(client.call(bytes("a"))).isEqualTo(answerTo("a"));
            assertThat(client.view().id()).isEqualTo(6);
        }
    }

    @Test
    void aGroupOfWhichTooManyAreSilentGivesAClearErrorAtTheDeadline() {
        group.member(ALICE).fallSilent();
        group.member(BOB).fallSilent();
        group.member(CAROL).fallSilent();

        try (GroupClient client = group.open("client-1")) {
            assertThatThrownBy(() -> client.call(bytes("a"), Duration.ofSeconds(1)))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("no answer of the group in time: 4 of 4 members connected");
        }
    }

    @Test
    void anOperationWhoseCallerGaveUpIsStillExecutedOnlyOnceAndBlocksNothing() throws Exception {
        try (GroupClient client = group.open("client-1")) {
            client.call(bytes("a"));
            NAMES.forEach(name -> group.member(name).swallows = true);
            assertThatThrownBy(() -> client.call(bytes("b"), Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            NoAnswerException.class,
                            it -> assertThat(it.perhapsExecuted()).isTrue());

            NAMES.forEach(name -> group.member(name).swallows = false);

            assertThat(client.call(bytes("c"))).isEqualTo(answerTo("c"));
            assertThat(group.operations()).isEqualTo(3);
        }
    }

    @Test
    void tooManyCallsAreRefusedAtOnceSoThatTheCallerSlowsDown() {
        NAMES.forEach(name -> group.member(name).fallSilent());
        ClientSettings settings = ClientSettings.of(group.config()).withMaxWaiting(0);

        try (GroupClient client = group.open("client-1", settings, ClientListener.none())) {
            for (int i = 0; i < 32; i++) client.invoke(bytes("op" + i), Duration.ofSeconds(1));

            assertThat(client.invoke(bytes("more"))).isCompletedExceptionally();
            assertThatThrownBy(() -> client.call(bytes("more")))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContaining("call more slowly");
        }
    }

    @Test
    void largeOperationsAndAnswersPassAndTooLargeOnesAreRefusedByTheClient() {
        try (GroupClient client = group.open("client-1")) {
            assertThat(client.call(bytes("large 1000000"))).hasSize(1_000_000);
            assertThatThrownBy(() -> client.call(new byte[(1 << 20) + 1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ordering.max-payload");
        }
    }

    @Test
    void countersTellOfLiesAndAnswers() {
        group.member(CAROL).lie();

        try (GroupClient client = group.open("client-1")) {
            for (int i = 0; i < 20; i++) client.call(bytes("op" + i));

            assertThat(client.counters().get(ClientCounter.ANSWERED)).isEqualTo(20);
            assertThat(client.counters().get(ClientCounter.SENT)).isEqualTo(20);
            assertThat(client.counters().get(ClientCounter.TIMED_OUT)).isZero();
        }
    }

    @Test
    void aClosedClientSaysSo() {
        GroupClient client = group.open("client-1");
        client.call(bytes("a"));
        client.close();

        assertThatThrownBy(() -> client.call(bytes("b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        client.close();
    }

    @Test
    void theStatusIsThatOfTheMemberAsked() throws Exception {
        try (GroupClient client = group.open("client-1")) {
            assertThat(client.status(BOB, Duration.ofSeconds(10)).get(10, TimeUnit.SECONDS))
                    .isEqualTo("{\"self\":\"bob\"}");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

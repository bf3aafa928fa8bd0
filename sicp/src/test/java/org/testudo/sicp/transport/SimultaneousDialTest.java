package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SICP-5: of two connections dialled at once, that of the member with the greater name survives. */
@Timeout(60)
class SimultaneousDialTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Crew crew;

    @BeforeEach
    void makeCrew() throws IOException {
        crew = new Crew("alice", "zoe");
    }

    @AfterEach
    void stop() {
        crew.close();
    }

    @Test
    void greaterMemberIsBusyWhileItDials() throws Exception {
        try (ServerSocket alice = silentAt("alice")) {
            crew.start("zoe");
            try (Socket dialled = alice.accept()) {
                assertThat(answerOf("zoe", "alice")).isEqualTo(Greeting.Verdict.BUSY);
                assertThat(dialled.isClosed()).isFalse();
            }
        }
    }

    @Test
    void greaterMemberAcceptsOnceItsDialHasFailed() throws Exception {
        try (ServerSocket alice = silentAt("alice")) {
            crew.start("zoe");
            alice.accept().close();
        }

        await().atMost(SOON).until(() -> answerOf("zoe", "alice") == Greeting.Verdict.ACCEPTED);
    }

    @Test
    void lesserMemberAcceptsWhileItDialsAndGivesItsOwnUp() throws Exception {
        try (ServerSocket zoe = silentAt("zoe")) {
            Crew.Member alice = crew.start("alice");
            try (Socket dialled = zoe.accept();
                    Stranger stranger = new Stranger(crew.place("alice"))) {
                Greeting answer = stranger.greets(crew.credentials("zoe"), crew.greeting());

                assertThat(answer.verdict()).isEqualTo(Greeting.Verdict.ACCEPTED);
                await().atMost(SOON).until(() -> alice.status("zoe").connected());
                assertThat(readsToTheEnd(dialled)).isTrue();
            }
        }
    }

    @Test
    void greaterMemberKeepsTheYoungConnectionThatItDialled() throws Exception {
        Crew.Member alice = crew.prepare("alice", crew.greeting());
        Crew.Member zoe = crew.start("zoe"); // dials: alice's port is bound, but nobody answers yet
        await().atMost(SOON).until(() -> zoe.links.dialling());
        alice.links.start();
        await().atMost(SOON).until(() -> zoe.status("alice").connected());

        assertThat(answerOf("zoe", "alice")).isEqualTo(Greeting.Verdict.BUSY);
        alice.send("zoe", "still here");
        await().atMost(SOON).until(() -> zoe.textsFrom("alice").contains("still here"));
    }

    private ServerSocket silentAt(String name) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(crew.place(name).socketAddress());
        return server;
    }

    private Greeting.Verdict answerOf(String member, String dialler) throws IOException, Refusal {
        try (Stranger stranger = new Stranger(crew.place(member))) {
            return stranger.greets(crew.credentials(dialler), crew.greeting()).verdict();
        }
    }

    private static boolean readsToTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            while (socket.getInputStream().read() >= 0) continue;
            return true;
        } catch (java.net.SocketException e) {
            return true;
        }
    }
}

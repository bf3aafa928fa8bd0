package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Digest;

/** GM-2: what two members tell each other first. */
class GreetingTest {
    private static final Digest ONE = Digest.of(new byte[] {1});
    private static final Digest TWO = Digest.of(new byte[] {2});

    private final Greeting ours = new Greeting(Greeting.Verdict.ACCEPTED, "", ONE, 7, List.of("group=a", "policy=1"));

    @Test
    void greetingIsReadAsItWasWritten() throws Exception {
        Greeting refusal = ours.saying(Greeting.Verdict.REFUSED, "because");

        assertThat(read(bytes(refusal))).isEqualTo(refusal);
    }

    @Test
    void equalFoundationsDoNotDifferWhicheverStartItIs() {
        assertThat(ours.difference(greeting(ONE))).isEmpty();
    }

    @Test
    void differenceShowsThePartsThatDiffer() {
        Greeting theirs = greeting(TWO, "group=a", "policy=2");

        assertThat(ours.difference(theirs).orElseThrow())
                .contains("here policy=1, there policy=2")
                .doesNotContain("group=a");
    }

    @Test
    void differenceThatNoPartShowsIsShownByTheDigests() {
        Greeting theirs = greeting(TWO, "group=a", "policy=1");

        assertThat(ours.difference(theirs).orElseThrow()).contains(ONE.toString(), TWO.toString());
    }

    @Test
    void partThatTheOtherDoesNotHaveIsNothing() {
        Greeting theirs = greeting(TWO, "group=a");

        assertThat(ours.difference(theirs).orElseThrow()).contains("here policy=1, there nothing");
    }

    @Test
    void textOfTheOtherCannotForgeALineOfTheLog() {
        Greeting theirs = greeting(TWO, "policy=2\nWARN all is well\u001b[2J");

        assertThat(ours.difference(theirs).orElseThrow())
                .doesNotContain("\n", "\u001b")
                .contains("policy=2?WARN");
    }

    @Test
    void longPartsAreCutAndStillReadable() throws Exception {
        String members = "members=" + "ä".repeat(10_000);
        Greeting large = greeting(ONE, Collections.nCopies(40, members).toArray(String[]::new));

        Greeting read = read(bytes(large));

        assertThat(read.description())
                .hasSize(16)
                .allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(4096));
        assertThat(large.difference(read)).isEmpty();
    }

    @Test
    void nothingButAGreetingIsRead() throws IOException {
        byte[] good = bytes(ours);
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(22)] ^= (byte) (1 + random.nextInt(255)); // its length and what it begins with
            assertThatThrownBy(() -> read(bad)).isInstanceOfAny(Refusal.class, IOException.class);
        }
    }

    private static Greeting greeting(Digest genesis, String... description) {
        return new Greeting(Greeting.Verdict.ACCEPTED, "", genesis, 1, List.of(description));
    }

    private static byte[] bytes(Greeting greeting) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        greeting.write(out);
        return out.toByteArray();
    }

    private static Greeting read(byte[] bytes) throws IOException, Refusal {
        return Greeting.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}

package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GM-23: each start of a member has a number of its own, later than all before. */
class IncarnationsTest {
    @TempDir
    private Path folder;

    private long startAt(long millis) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        return Incarnations.beside(folder.resolve("alice.p12"), clock).next();
    }

    @Test
    void firstStartIsNumberedByTheClock() {
        assertThat(startAt(1_000)).isEqualTo(1_000);
        assertThat(folder.resolve("alice.start")).exists();
    }

    @Test
    void clockThatStandsStillOrGoesBackGivesLaterNumbersAllTheSame() {
        assertThat(startAt(1_000)).isEqualTo(1_000);
        assertThat(startAt(1_000)).isEqualTo(1_001);
        assertThat(startAt(5)).isEqualTo(1_002);
        assertThat(startAt(2_000)).isEqualTo(2_000);
    }

    @Test
    void fileThatHoldsSomethingElseIsBegunAnew() throws Exception {
        for (String content : new String[] {"", "soon", "-4", "99999999999999999999999", "7 or so"}) {
            Files.writeString(folder.resolve("alice.start"), content);
            assertThat(startAt(3_000)).as(content).isEqualTo(3_000);
            assertThat(startAt(1)).isEqualTo(3_001);
        }
    }

    @Test
    void withoutAPlaceToRememberTheClockNumbersAlone() throws Exception {
        Files.createDirectory(folder.resolve("alice.start"));

        assertThat(startAt(4_000)).isEqualTo(4_000);
        assertThat(startAt(4_000)).isEqualTo(4_000);
    }
}

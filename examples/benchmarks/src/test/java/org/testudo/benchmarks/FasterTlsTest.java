package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.testudo.cli.FasterTls;
import org.testudo.simulator.SecondJvm;

/** In processes of their own, since what is asked for first decides for the whole process. */
class FasterTlsTest {
    @Test
    void onlyAesGcmIsTakenFromCorretto() {
        assumeThat(FasterTls.use()).as("there is one for this platform").isTrue();

        assertThat(lastLine("prefer", "use")).isEqualTo("AmazonCorrettoCryptoProvider SUN");
    }

    /** So the peers of a benchmark, which run from the same class path, have the platform's. */
    @Test
    void processThatDoesNotUseItHasThePlatforms() {
        assertThat(lastLine("prefer")).isEqualTo("SunJCE SUN");
    }

    private static String lastLine(String... arguments) {
        String[] lines = SecondJvm.output(CiphersMain.class, arguments).split("\n");
        return lines[lines.length - 1];
    }
}

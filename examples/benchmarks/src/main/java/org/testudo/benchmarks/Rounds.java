package org.testudo.benchmarks;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a benchmark measures, and how often: options of each that has rounds. Their defaults are the benchmark's. */
final class Rounds {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Length of a run, or of each window in it (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(
            names = "--warmup",
            paramLabel = "S",
            description = {
                "Before each run, at least this long and until the JIT compilers of all are done, ten minutes at most;",
                "0: not at all (default: ${DEFAULT-VALUE})."
            })
    private int warmup;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Runs of each side or kind (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    /** @param warmup in seconds */
    Rounds(int warmup) {
        this.warmup = warmup;
    }

    /** @throws org.testudo.api.TestudoException if one is out of its range */
    void check() {
        AbcastCommand.check("--seconds", seconds, 1, 3_600);
        AbcastCommand.check("--warmup", warmup, 0, 3_600);
        AbcastCommand.check("--rounds", rounds, 1, 100);
    }

    int count() {
        return rounds;
    }

    int seconds() {
        return seconds;
    }

    /** In seconds. */
    int warmup() {
        return warmup;
    }

    Duration length() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmingUp() {
        return Duration.ofSeconds(warmup);
    }
}

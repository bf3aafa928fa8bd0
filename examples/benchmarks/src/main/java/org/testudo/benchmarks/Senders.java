package org.testudo.benchmarks;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Who sends, and how much at once: options of each benchmark of a group under load. Their defaults are the benchmark's. */
final class Senders {
    @Option(
            names = "--senders",
            paramLabel = "N",
            description = "Threads that send, spread over the members (default: ${DEFAULT-VALUE}).")
    private int senders;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            description = "Payloads that a sender may have sent and not seen come (default: ${DEFAULT-VALUE}).")
    private int outstanding;

    Senders(int senders, int outstanding) {
        this.senders = senders;
        this.outstanding = outstanding;
    }

    /** @throws org.testudo.api.TestudoException if there are fewer or more senders, or more is outstanding */
    void check(int least, int most, int mostOutstanding) {
        AbcastCommand.check("--senders", senders, least, most);
        AbcastCommand.check("--outstanding", outstanding, 1, mostOutstanding);
    }

    int count() {
        return senders;
    }

    int outstanding() {
        return outstanding;
    }

    /** What the senders of one of so many members may have outstanding together. */
    long outstandingAt(int members) {
        return (senders + members - 1L) / members * outstanding;
    }

    /** The same for the processes of the members. */
    List<String> options() {
        return options(senders);
    }

    /** The same with so many senders. */
    List<String> options(int count) {
        return List.of("--senders", "" + count, "--outstanding", "" + outstanding);
    }

    /** How many give each of so many members as many as each of the first number of members has; rounded up. */
    int growing(int members, int first) {
        return (senders * members + first - 1) / first;
    }

    void tell(Map<String, Object> summary) {
        summary.put("senders", senders);
        summary.put("outstanding", outstanding);
    }

    @Override
    public String toString() {
        return String.join(" ", options());
    }
}

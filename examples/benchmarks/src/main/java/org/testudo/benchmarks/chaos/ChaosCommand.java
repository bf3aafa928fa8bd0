package org.testudo.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.linearizability.Linearizability;
import org.testudo.cli.Subcommand;
import org.testudo.cli.demo.Stage;
import org.testudo.cli.demo.Timeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Breaks one member after the other of a real group while clients use it, and judges what they saw. */
@Command(
        name = "chaos",
        description = {
            "Start four members on this machine, break one after the other in ways drawn from a seed, each until it has"
                    + " recovered, and judge what clients saw meanwhile: no order of the operations that explains all"
                    + " answers, an acknowledged write that is lost, or members that end in different states are"
                    + " violations.",
            "With --membership members also join, leave, are replaced, excluded, and restarted one after the other, and the"
                    + " chain of views is judged, too: more than one chain, an excluded member that comes back, or a"
                    + " correct one that is excluded are violations.",
            "At most one member is faulty at once, as many as a group of four tolerates.",
            "Exit status 0 only without violations; how long the gaps in service were is reported, not judged."
        })
public final class ChaosCommand implements Subcommand, Callable<Integer> {
    private static final double MOST_MINUTES = 60;
    private static final long LAST_WORDS_SECONDS = 30;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            paramLabel = "N",
            description = "How long faults are injected, at most 60; may be a fraction (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(names = "--json", description = "Print one JSON object a line; the last one is the summary.")
    private boolean json;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draws the same faults again, though not at the same instants; otherwise by chance.")
    private @Nullable Long seed;

    @Option(
            names = "--membership",
            description = "Members come and go: standbys take the seats of those that retire or are excluded.")
    private boolean membership;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "KIND",
            description =
                    "Only these: ${COMPLETION-CANDIDATES}; the last five need --membership (default: all of such a run that"
                            + " this machine allows).")
    private @Nullable List<FaultKind> wanted;

    @Option(
            names = "--rate",
            defaultValue = "100",
            paramLabel = "N",
            description = "Operations a second of all clients together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep keys, configuration, logs and histories there.")
    private @Nullable Path keep;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description = "Only judge the history that an earlier run has kept.")
    private @Nullable Path check;

    /** For the tests: clients that are lied to. */
    @Option(names = "--stale-reads", hidden = true)
    private boolean staleReads;

    @Override
    public Integer call() throws Exception {
        if (check != null) return check(check);
        if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new TestudoException("--minutes " + minutes + ": give more than 0, at most " + (int) MOST_MINUTES);
        }
        if (!membership && wanted != null && wanted.stream().anyMatch(FaultKind::ofMembership)) {
            throw new TestudoException("--faults " + wanted + ": "
                    + wanted.stream().filter(FaultKind::ofMembership).toList()
                    + " need members that can come into the group: add --membership");
        }
        if (rate < 1 || rate > 10_000) throw new TestudoException("--rate " + rate + ": give 1 to 10000");
        Thread main = Thread.currentThread();
        CountDownLatch cleaned = new CountDownLatch(1);
        Thread ending = new Thread(() -> end(main, cleaned), "testudo-shutdown");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            return run(new Timeline(System.out, json));
        } finally {
            cleaned.countDown();
        }
    }

    /** On Ctrl-C the run is given up, and what it has started is ended before this process is. */
    private static void end(Thread main, CountDownLatch cleaned) {
        main.interrupt();
        try {
            cleaned.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(Timeline timeline) throws IOException {
        Set<FaultKind> kinds = EnumSet.copyOf(wanted == null ? FaultKind.of(membership) : wanted);
        Map<FaultKind, String> skipped = new EnumMap<>(FaultKind.class);
        Optional<Network> network = Optional.empty();
        Optional<Disks> disks = Optional.empty();
        long drawn = seed != null ? seed : new SecureRandom().nextLong() >>> 16;
        ChaosRun.Order order =
                new ChaosRun.Order(minutes, drawn, List.copyOf(kinds), skipped, rate, membership, staleReads);
        List<String> roster = order.crew().all();
        try {
            if (kinds.stream().anyMatch(FaultKind::ofNetwork)) network = network(roster, timeline, skipped);
            if (kinds.stream().anyMatch(FaultKind::ofDisk)) disks = disks(roster, timeline, skipped);
            return run(order.without(skipped), network, disks, timeline);
        } finally {
            network.ifPresent(Network::close);
            disks.ifPresent(Disks::close);
        }
    }

    private int run(ChaosRun.Order order, Optional<Network> network, Optional<Disks> disks, Timeline timeline)
            throws IOException {
        try (Stage stage = Stage.at(keep)) {
            timeline.tell(
                    "start",
                    "seed " + order.seed() + ", faults " + order.kinds() + ", never more than one member at once;"
                            + " files in " + stage.directory(),
                    Map.of(
                            "seed", order.seed(),
                            "faults",
                                    order.kinds().stream()
                                            .map(FaultKind::toString)
                                            .toList(),
                            "mostFaultyAtOnce", 1,
                            "directory", stage.directory().toString()));
            Disks used = disks.orElseGet(
                    () -> Disks.shared(stage.directory().toAbsolutePath().resolve("journals")));
            ChaosSummary summary = new ChaosRun(order, new ChaosRun.Site(stage, network, used), timeline).run();
            timeline.conclude(summary.fields(), summary.text());
            return summary.ok() ? 0 : 1;
        } catch (InterruptedException e) {
            timeline.tell("interrupted", "given up: the members are ended, nothing is judged", Map.of());
            return 1;
        }
    }

    /** What was asked for by name is not left out: a run without it would prove nothing. */
    private Optional<Network> network(List<String> roster, Timeline timeline, Map<FaultKind, String> skipped) {
        try {
            return Optional.of(Network.open(roster));
        } catch (Shell.FailedException e) {
            String text = "partition and loss are not injected, since this machine gives the members no network"
                    + " of their own: " + e.getMessage()
                    + ". Run as root on Linux with iproute2 (ip, tc); a container needs NET_ADMIN and SYS_ADMIN";
            skip(List.of(FaultKind.PARTITION, FaultKind.LOSS), text, e, skipped, timeline);
            return Optional.empty();
        }
    }

    private Optional<Disks> disks(List<String> roster, Timeline timeline, Map<FaultKind, String> skipped)
            throws IOException {
        try {
            return Optional.of(Disks.mount(roster));
        } catch (Shell.FailedException e) {
            String text = "diskFull is not injected, since this machine gives the members no small disks of their own: "
                    + e.getMessage() + ". Run as root on Linux; a container needs SYS_ADMIN";
            skip(List.of(FaultKind.DISK_FULL), text, e, skipped, timeline);
            return Optional.empty();
        }
    }

    private void skip(
            List<FaultKind> kinds, String text, Exception why, Map<FaultKind, String> skipped, Timeline timeline) {
        if (wanted != null) throw new TestudoException("--faults: " + text, why);
        String reason = String.valueOf(why.getMessage());
        kinds.forEach(kind -> skipped.put(kind, reason));
        List<String> names = kinds.stream().map(FaultKind::toString).toList();
        timeline.tell("skipped", "SKIPPED: " + text, Map.of("faults", names, "why", reason));
    }

    private int check(Path file) throws IOException {
        Verdict verdict = Verdict.of(new Linearizability().judge(HistoryFile.read(file)));
        Map<String, Object> fields = Map.of(
                "type",
                "summary",
                "history",
                verdict.outcome().toString(),
                "violations",
                verdict.violations().size(),
                "findings",
                verdict.violations().isEmpty() ? verdict.undecided() : verdict.violations());
        String text = verdict.outcome() + "\n" + String.join("\n", verdict.violations())
                + String.join("\n", verdict.undecided());
        new Timeline(System.out, json).conclude(fields, text.strip());
        return verdict.violations().isEmpty() && verdict.undecided().isEmpty() ? 0 : 1;
    }
}

package org.testudo.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.linearizability.Call;
import org.testudo.cli.OfflineVerifier;
import org.testudo.cli.demo.Cast;
import org.testudo.cli.demo.Narrator;
import org.testudo.cli.demo.Premises;
import org.testudo.cli.demo.Stage;
import org.testudo.cli.demo.Throughput;
import org.testudo.cli.demo.Timeline;
import org.testudo.gacp.client.ClientCounter;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.VerifiedChain;

/** One run: a group and its clients, faults one after the other, members that come and go, and then the verdict on all that. */
final class ChaosRun {
    /**
     * What was asked for.
     *
     * @param skipped why other kinds are left out
     * @param rate operations a second of all clients together
     * @param membership whether members come and go: then there are others on the roster, and a sensor for each
     * @param staleReads makes clients be lied to, so that it can be seen that this is found out
     */
    record Order(
            double minutes,
            long seed,
            List<FaultKind> kinds,
            Map<FaultKind, String> skipped,
            int rate,
            boolean membership,
            boolean staleReads) {
        private static final int SPARES = 4;
        private static final int SPARES_A_MINUTE = 3;
        private static final int MOST_SPARES = 60;

        /** Others on the roster: each exclusion uses one up. */
        List<String> spares() {
            int count = (int) Math.min(MOST_SPARES, SPARES + Math.ceil(minutes) * SPARES_A_MINUTE);
            return membership
                    ? IntStream.rangeClosed(1, count)
                            .mapToObj(number -> String.format(Locale.ROOT, "spare-%02d", number))
                            .toList()
                    : List.of();
        }

        /** The same without kinds that are not possible here. */
        Order without(Map<FaultKind, String> impossible) {
            List<FaultKind> left =
                    kinds.stream().filter(kind -> !impossible.containsKey(kind)).toList();
            return new Order(minutes, seed, left, impossible, rate, membership, staleReads);
        }

        Crew crew() {
            return new Crew(Stage.MEMBERS, spares());
        }
    }

    /**
     * Where the members live.
     *
     * @param network if each has its own
     */
    record Site(Stage stage, Optional<Network> network, Disks disks) {}

    private static final List<String> CLIENTS = List.of("client-1", "client-2", "client-3", "client-4", "client-5");
    private static final String ARCHIVIST = "archivist";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SETTLING = 120_000;

    private final Order order;
    private final Stage stage;
    private final Timeline timeline;
    private final Optional<Network> network;
    private final Disks disks;
    private final Recorder recorder = new Recorder();
    private final Keys keys = new Keys();
    private final List<GroupClient> clients = new ArrayList<>();
    private final Map<Caller, Thread> callers = new LinkedHashMap<>();
    private final Crew crew;
    private long longestGap;

    ChaosRun(Order order, Site site, Timeline timeline) {
        this.order = order;
        this.stage = site.stage;
        this.network = site.network;
        this.disks = site.disks;
        this.timeline = timeline;
        crew = order.crew();
    }

    ChaosSummary run() throws IOException, InterruptedException {
        Premises premises = network.map(Premises.class::cast).orElse(Premises.loopback());
        // So often that also in a short run whoever has been away is given a state.
        String settings =
                "  ordering: {checkpoint-interval: 100, journal: file, journal-path: \"" + disks.root() + "\"}\n";
        List<String> watched = order.membership ? crew.all() : List.of();
        List<String> names = new ArrayList<>(CLIENTS);
        names.add(ARCHIVIST);
        stage.start(new Cast(Stage.MEMBERS, order.spares(), watched, names, premises, settings));
        stage.onEvent(new Narrator(timeline)::tell);
        stage.awaitService();
        timeline.tell("service", "the group is in service", Map.of());
        Random random = new Random(order.seed);
        Group group = new Group(stage, network, crew);
        Faults faults = new Faults(stage, group, disks, random);
        Director director = new Director(group, faults, order.kinds, random, timeline);
        List<String> findings = direct(director);
        if (findings.isEmpty() && !group.awaitSettled(SETTLING)) {
            findings.add("the members have not executed the same " + SETTLING / 1_000 + " s after the last operation: "
                    + group.describe());
        }
        ChaosSummary.Queries queries =
                new ChaosSummary.Queries(count(ClientCounter.QUERIES), count(ClientCounter.QUERIES_ORDERED));
        Succession succession = succession();
        stage.stopMembers();
        Verdict verdict = Verdict.of(recorder, stage, crew, succession.violations());
        boolean ok = verdict.violations().isEmpty() && verdict.undecided().isEmpty() && findings.isEmpty();
        Optional<Path> kept = ok ? Optional.empty() : Optional.of(keep());
        ChaosSummary.Views views = new ChaosSummary.Views(succession.views(), succession.excluded(), longestGap);
        return new ChaosSummary(order, recorder, queries, verdict, director, views, findings, kept);
    }

    /** Which views the group was in, by what a client can prove, and by what the members told until it asked. */
    private Succession succession() throws IOException, InterruptedException {
        Succession succession = new Succession(crew.struck(), crew.retired());
        long asked = System.nanoTime();
        ChainArchive archive;
        try {
            archive = stage.views(ARCHIVIST, PATIENCE);
        } catch (TestudoException e) {
            succession.unproved(String.valueOf(e.getMessage()));
            return succession;
        }
        Files.write(stage.directory().resolve("views.chain"), archive.encode());
        List<VerifiedChain.Step> steps = archive.verify(stage.genesis(), new OfflineVerifier());
        succession.proved(steps.stream()
                .filter(VerifiedChain.Step::holds)
                .map(step -> Succession.Link.of(step.record()))
                .toList());
        steps.forEach(step -> step.flaw().ifPresent(succession::unproved));
        for (String member : crew.all()) {
            for (String type : Succession.TOLD) {
                stage.observations().of(member, type).stream()
                        .filter(event -> event.nanos() < asked)
                        .forEach(event -> succession.told(member, event));
            }
        }
        return succession;
    }

    private List<String> direct(Director director) throws InterruptedException {
        Random random = new Random(order.seed + 1);
        for (String name : CLIENTS) {
            long interval = CLIENTS.size() * 1_000_000_000L / order.rate;
            GroupClient client = stage.openClient(name);
            clients.add(client);
            Caller.Service service = Caller.Service.of(client);
            if (order.staleReads) service = new StaleReads(service, new Random(random.nextLong()));
            Caller caller = new Caller(name, service, keys, recorder, new Random(random.nextLong()), interval);
            callers.put(caller, new Thread(caller, name));
        }
        Throughput throughput = new Throughput(timeline, recorder::operations);
        try (throughput) {
            callers.values().forEach(Thread::start);
            long begun = System.nanoTime();
            director.run(begun + (long) (order.minutes * 60e9));
            longestGap = Gaps.longest(recorder.completions(), begun, System.nanoTime());
            callers.keySet().forEach(Caller::stop);
            for (Thread each : callers.values()) each.join();
        }
        // Reads of the end: whatever was acknowledged before is there, or this is no linearizable history.
        Caller last = callers.keySet().iterator().next();
        for (String key : keys.all()) last.ask(key, new Call.Read());
        return new ArrayList<>(director.findings());
    }

    private long count(ClientCounter what) {
        return clients.stream().mapToLong(each -> each.counters().get(what)).sum();
    }

    private Path keep() throws IOException {
        stage.keepFiles();
        disks.keep(stage.directory().resolve("journals"));
        Path file = stage.directory().resolve("operations.jsonl");
        HistoryFile.write(file, recorder.history());
        return file;
    }
}

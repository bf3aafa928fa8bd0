package org.testudo.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testudo.api.TestudoException;
import org.testudo.gacp.client.ChainCollector;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.Genesis;
import org.testudo.sicp.credentials.GenesisLoader;

/** Four members, perhaps sensors, as processes of their own, with fresh keys, and clients in this one. */
public final class Stage implements AutoCloseable {
    /** Those of every run. */
    public static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dave");

    /** What a sensor writes when somebody attacks the host that it watches, without success. */
    static final String ATTACKED = "suricata-carol-attacked.json";

    /** What a sensor writes when the host that it watches has been taken over. */
    public static final String COMPROMISED = "suricata-carol-compromised.json";

    private static final String WATCHED = "carol";
    private static final DateTimeFormatter SURICATA_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSZ", Locale.ROOT);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private boolean temporary;
    private final Observations observations = new Observations();
    private final Processes processes;
    private final Map<String, Processes.Running> members = new LinkedHashMap<>();
    private final Map<String, Processes.Running> sensors = new LinkedHashMap<>();
    private final List<AutoCloseable> clients = new ArrayList<>();
    private volatile BiConsumer<String, MemberEvent> listener = (member, event) -> {};
    private final Map<String, Integer> starts = new LinkedHashMap<>();
    private StageFiles files;
    private Cast cast;

    private Stage(Path directory, boolean temporary) throws IOException {
        this.directory = directory;
        this.temporary = temporary;
        Files.createDirectories(directory.resolve("logs"));
        processes = new Processes(directory.resolve("logs"));
    }

    /** In a folder that must be empty or new and is kept, or, given none, in a temporary one. */
    public static Stage at(Path keep) throws IOException {
        if (keep == null) return new Stage(Files.createTempDirectory("testudo-demo"), true);
        if (Files.exists(keep)) {
            try (Stream<Path> content = Files.list(keep)) {
                if (content.findAny().isPresent()) {
                    throw new TestudoException("--keep " + keep + " is not empty; name a new folder");
                }
            }
        }
        return new Stage(Files.createDirectories(keep), false);
    }

    /** Where all files of the run are. */
    public Path directory() {
        return directory;
    }

    public Observations observations() {
        return observations;
    }

    /** Who else is told each event of a member's process. */
    public void onEvent(BiConsumer<String, MemberEvent> also) {
        listener = also;
    }

    /** The latest process of a member. */
    public Processes.Running member(String name) {
        return members.get(name);
    }

    /** The demonstration's group, in which carol's host has a sensor. */
    void start(Collection<String> clients, List<String> standbys) throws IOException {
        // An audit executes whole histories: no member may be given a state in place of a part of one.
        String settings = "  ordering: {checkpoint-interval: 0}\n";
        start(new Cast(MEMBERS, standbys, List.of(WATCHED), clients, Premises.loopback(), settings));
        startSensor(WATCHED);
    }

    /** Makes keys and configuration, and starts the processes of the members; not those of standbys and sensors. */
    public void start(Cast who) throws IOException {
        cast = who;
        files = StageFiles.write(directory, cast);
        cast.members().forEach(this::startMember);
    }

    /** Starts the sensor that watches this member's host; it reports what stands in its file, too. */
    public void startSensor(String watched) {
        StageFiles.Sensor sensor = files.sensor(watched);
        List<String> arguments = List.of(
                "sensor",
                files.configuration().toString(),
                "--id",
                sensor.name(),
                "--from-start",
                "--follow",
                sensor.eve().toString());
        sensors.put(watched, processes.start(sensor.name(), List.of(), arguments, this::observed));
    }

    /** The latest process of the sensor that watches this member's host. */
    public Processes.Running sensor(String watched) {
        return sensors.get(watched);
    }

    /** Starts a member's process, once more if it has ended: each start of it has a history of its own. */
    public void startMember(String member) {
        starts.merge(member, 1, Integer::sum);
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                files.configuration().toString(),
                "--self",
                member,
                "--events",
                "--history",
                history(member).toString()));
        if (cast.watched().contains(member)) arguments.add("--adversary");
        arguments.addAll(cast.premises().options(member, directory));
        members.put(member, processes.start(member, cast.premises().launcher(member), arguments, this::observed));
    }

    private void observed(String member, MemberEvent event) {
        observations.add(member, event);
        listener.accept(member, event);
    }

    /** Waits until every member is in the view in which all have brought their keys. */
    public void awaitService() throws InterruptedException {
        boolean formed =
                observations.await(MEMBERS, event -> event.type().equals("view") && event.number("id") >= 1, 180_000);
        if (formed) return;
        keepFiles();
        String ended = members.values().stream()
                .filter(member -> !member.running())
                .map(Processes.Running::name)
                .toList()
                .toString();
        throw new TestudoException("the group was not in service after 180 s; ended processes: " + ended + "; logs in "
                + directory.resolve("logs"));
    }

    /** Opens a client of each name. */
    Map<String, Load.Client> openClients(Collection<String> names) {
        Map<String, Load.Client> opened = new LinkedHashMap<>();
        for (String name : names) {
            opened.put(name, openClient(name)::invoke);
        }
        return opened;
    }

    /** Opens a client, which is closed with the members. */
    public GroupClient openClient(String name) {
        GroupClient client = files.openClient(name);
        clients.add(client);
        return client;
    }

    /**
     * The certificates of all views so far, as this client verifies them and a quorum confirms that the last is the present one.
     *
     * @throws TestudoException if that does not come about in time
     */
    public ChainArchive views(String client, Duration patience) throws InterruptedException {
        ChainCollector collector = new ChainCollector();
        GroupClient asking = files.openClient(client, collector);
        try {
            return collector.archive().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TestudoException(
                    "no quorum has confirmed a view to " + client + " in " + patience.toSeconds()
                            + " s; the members' logs say more",
                    e);
        } finally {
            asking.close();
        }
    }

    /** What the group is founded on. */
    public Genesis genesis() {
        return GenesisLoader.load(files.config(), Path.of(""));
    }

    /**
     * Appends one of the shipped lines of a real Suricata to the file that the sensor of this member's host follows, as if
     * written now: the time stamp alone is changed, since a report on the distant past has no effect (AD-12).
     *
     * @param resource {@link #ATTACKED} or {@link #COMPROMISED}
     * @return when, by the host's monotonic clock in nanoseconds
     */
    public long appendAlert(String watched, String resource) {
        try (InputStream in = Stage.class.getResourceAsStream(resource)) {
            ObjectNode alert = (ObjectNode) JSON.readTree(in);
            alert.put("timestamp", ZonedDateTime.now(ZoneOffset.UTC).format(SURICATA_TIME));
            byte[] line = (JSON.writeValueAsString(alert) + "\n").getBytes(StandardCharsets.UTF_8);
            long now = System.nanoTime();
            Files.write(files.sensor(watched).eve(), line, StandardOpenOption.APPEND);
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException("the alert could not be appended", e);
        }
    }

    /** Waits until each of these members has executed the same operations, at least this many. */
    boolean settle(Collection<String> correct, int least) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < deadline) {
            long asked = System.nanoTime();
            for (String member : correct) members.get(member).tell("status");
            if (!observations.await(correct, event -> isStatusAfter(event, asked), 5_000)) return false;
            List<Long> executed = correct.stream()
                    .map(member ->
                            observations.last(member, "status").orElseThrow().number("executed"))
                    .distinct()
                    .toList();
            if (executed.size() == 1 && executed.get(0) >= least && agreeOnView(correct)) return true;
        }
        return false;
    }

    /** Whether the last view that each of these members has told is the same. */
    boolean agreeOnView(Collection<String> correct) {
        return correct.stream()
                        .map(member -> observations.last(member, "view").map(MemberEvent::facts))
                        .distinct()
                        .count()
                == 1;
    }

    private static boolean isStatusAfter(MemberEvent event, long nanos) {
        return event.type().equals("status") && event.nanos() >= nanos;
    }

    /** Ends all processes in order; each writes down its last state. */
    public void stopMembers() {
        for (AutoCloseable each : clients) close(each);
        clients.clear();
        processes.close();
    }

    /** What a member did, and its final state, by its own account. */
    Audit.Testimony testimony(String member) throws IOException {
        List<Execution> executions = new ArrayList<>();
        try (Stream<String> lines = Files.lines(history(member))) {
            for (String line : (Iterable<String>) lines::iterator) {
                executions.add(Execution.read(line)
                        .orElseThrow(() -> new IllegalStateException(member + " was given a state: nothing to audit")));
            }
        }
        return new Audit.Testimony(member, executions, finalDigest(member));
    }

    /** The digest of a member's state when it ended in order, by its own account. */
    public String finalDigest(String member) {
        return observations
                .last(member, "stopped")
                .map(event -> event.text("digest"))
                .orElse("not told");
    }

    /** The files in which the processes of a member wrote down what they executed, one for each start. */
    public List<Path> histories(String member) {
        return IntStream.rangeClosed(1, starts.getOrDefault(member, 0))
                .mapToObj(start -> history(member, start))
                .toList();
    }

    private Path history(String member) {
        return history(member, starts.getOrDefault(member, 1));
    }

    private Path history(String member, int start) {
        return directory.resolve("history-" + member + (start == 1 ? "" : "-" + start) + ".jsonl");
    }

    /** Leaves keys, logs and histories where they are. */
    public void keepFiles() {
        temporary = false;
    }

    @Override
    public void close() throws IOException {
        stopMembers();
        if (!temporary) return;
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("a client could not be closed", e);
        }
    }
}

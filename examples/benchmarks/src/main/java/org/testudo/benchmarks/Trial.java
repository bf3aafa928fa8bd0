package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.testudo.api.TestudoException;

/** One group under load, and what is done to it: a window without the fault, then one with it, in the same processes. */
final class Trial implements AutoCloseable {
    private static final Duration STOPPED = Duration.ofMillis(950);
    private static final Duration RUNNING = Duration.ofMillis(50);
    static final String TIMELINE = "timeline";
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int PATIENCE = 240;

    /**
     * Who sends, and how long it takes, in seconds.
     *
     * @param seconds of each window
     * @param adapting from the begin of the fault to its window, except where the begin is what is measured
     */
    record Plan(Load.Shape shape, int seconds, int warmup, int adapting) {
        Duration window() {
            return Duration.ofSeconds(seconds);
        }
    }

    private final Fleet fleet;
    private final Plan plan;
    private final List<String> all;
    private final List<String> living;
    private long recordedSince;
    private long struck;

    private Trial(Fleet fleet, Plan plan) {
        this.fleet = fleet;
        this.plan = plan;
        all = fleet.stage().members();
        living = new ArrayList<>(all);
    }

    /** A group with default settings, in service. */
    static Trial start(Plan plan) throws IOException {
        Load.Shape shape = plan.shape;
        List<String> options = List.of(
                "--payload", "" + shape.length(),
                "--senders", "" + shape.senders(),
                "--outstanding", "" + shape.outstanding(),
                "--large", "" + shape.large(),
                "--large-payload", "" + shape.largeLength());
        Fleet fleet = Fleet.start(Stage.create(Stage.Plan.of(4)), Side.TESTUDO, AbcastCommand.JAVA, options);
        return new Trial(fleet, plan);
    }

    /** Begins the load; once more after an ordeal that all have survived. */
    void warmUp() {
        fleet.tell("resume");
        fleet.tell("send");
        WarmUp.of(fleet, Duration.ofSeconds(plan.warmup));
    }

    /** What the members that are asked have been delivered at an instant. */
    private List<JsonNode> look() {
        List<JsonNode> seen = new ArrayList<>();
        for (String each : living) fleet.tell(each, "look");
        for (String each : living) seen.add(fleet.hear(each, "look"));
        return seen;
    }

    /** Payloads a second of the chosen origins, at the member that was delivered the fewest. */
    static double rate(List<JsonNode> begin, List<JsonNode> end, IntPredicate origins) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < begin.size(); i++) {
            double count = sum(end.get(i), origins) - sum(begin.get(i), origins);
            least = Math.min(least, count * 1e9 / Sample.difference(begin.get(i), end.get(i), "nanos"));
        }
        return least;
    }

    private static double sum(JsonNode look, IntPredicate origins) {
        double sum = 0;
        JsonNode counts = look.get("origins");
        for (int i = 0; i < counts.size(); i++)
            if (origins.test(i)) sum += counts.get(i).asLong();
        return sum;
    }

    /** Waits until all name the same: a machine that is busy may have made them change it by itself just now. */
    private String leader() {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < PATIENCE; i++) {
            named.clear();
            for (JsonNode each : look()) named.add(each.get("leader").asText());
            String one = named.iterator().next();
            if (named.size() == 1 && !one.isEmpty()) return one;
            fleet.pause(STEP);
        }
        throw new TestudoException("the members do not agree on a leader; they name " + named);
    }

    Ordeal.Outcome leaderKilled() {
        fleet.tell("watch");
        List<JsonNode> before = begin();
        List<JsonNode> fine = lookAfterWindow(before, it -> true);
        String leader = leader();
        fleet.tell("watch");
        fleet.kill(leader);
        strike();
        living.remove(leader);
        fleet.pause(plan.window());
        List<JsonNode> after = look();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("longestGapBeforeMs", gapMillis(fine));
        details.put("opsPerSecondBefore", Sample.round(rate(before, fine, it -> true)));
        details.put(TIMELINE, timeline(living.get(0)));
        return new Ordeal.Outcome(gapMillis(after), details, conclude());
    }

    /** Begins the picture of the whole ordeal: what is delivered, by time. */
    private List<JsonNode> begin() {
        fleet.tell("record");
        recordedSince = System.nanoTime();
        return look();
    }

    /** What the fault does begins now. */
    private void strike() {
        struck = System.nanoTime();
    }

    /** As one saw it to whom nothing was done. */
    private Map<String, Object> timeline(String witness) {
        Map<String, Object> timeline = new LinkedHashMap<>();
        timeline.put("stepMs", Load.STEP_MILLIS);
        timeline.put("faultAtMs", (struck - recordedSince) / 1_000_000);
        timeline.put("delivered", fleet.ask(witness, "recorded", "recorded").get("counts"));
        return timeline;
    }

    private static double gapMillis(List<JsonNode> looks) {
        double most = 0;
        for (JsonNode each : looks) most = Math.max(most, each.get("gapNanos").asLong());
        return Sample.round(most / 1e6);
    }

    Ordeal.Outcome slowLeader() {
        List<JsonNode> earlier = new ArrayList<>(begin());
        List<JsonNode> fine = new ArrayList<>(lookAfterWindow(earlier, it -> true));
        String leader = leader();
        int index = all.indexOf(leader);
        earlier.remove(index);
        fine.remove(index);
        living.remove(leader);
        strike();
        slow(leader, plan.adapting);
        List<JsonNode> begin = look();
        slow(leader, plan.seconds);
        double during = rate(begin, look(), it -> true);
        Map<String, Object> timeline = timeline(living.get(0));
        fleet.proceed(leader);
        living.add(index, leader);
        return compared(rate(earlier, fine, it -> true), during, Map.of(TIMELINE, timeline));
    }

    private void slow(String leader, int seconds) {
        for (int i = 0; i < seconds; i++) {
            fleet.halt(leader);
            fleet.pause(STOPPED);
            fleet.proceed(leader);
            fleet.pause(RUNNING);
        }
        fleet.halt(leader);
    }

    Ordeal.Outcome memberFloods() {
        String flooder = all.get((all.indexOf(leader()) + 1) % all.size());
        int index = all.indexOf(flooder);
        List<JsonNode> earlier = begin();
        double before = rate(earlier, lookAfterWindow(earlier, it -> it != index), it -> it != index);
        strike();
        fleet.tell(flooder, "flood");
        fleet.pause(Duration.ofSeconds(plan.adapting));
        List<JsonNode> begin = look();
        List<JsonNode> end = lookAfterWindow(begin, it -> it != index);
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("flooderPerSecond", Sample.round(rate(begin, end, it -> it == index)));
        more.put(TIMELINE, timeline(all.get((index + 1) % all.size())));
        return compared(before, rate(begin, end, it -> it != index), more);
    }

    /** Of a window in which nothing was delivered no ratio can be given, so it goes on until some payload is; rates are of the time it took. */
    private List<JsonNode> lookAfterWindow(List<JsonNode> begin, IntPredicate origins) {
        fleet.pause(plan.window());
        List<JsonNode> end = look();
        for (int i = 0; i < PATIENCE && rate(begin, end, origins) == 0; i++) {
            fleet.pause(STEP);
            end = look();
        }
        return end;
    }

    private Ordeal.Outcome compared(double before, double during, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("opsPerSecondBefore", Sample.round(before));
        details.put("opsPerSecondDuring", Sample.round(during));
        details.putAll(more);
        return outcome(during, before, details);
    }

    private Ordeal.Outcome outcome(double during, double before, Map<String, Object> details) {
        String fault = conclude();
        if (before > 0) return new Ordeal.Outcome(Sample.round(during / before), details, fault);
        return new Ordeal.Outcome(Double.NaN, details, "nothing was delivered without the fault");
    }

    Ordeal.Outcome largePayloads() {
        Map<String, Object> details = new LinkedHashMap<>();
        begin();
        double before = small("Before", details);
        strike();
        fleet.tell("send large");
        fleet.pause(Duration.ofSeconds(plan.adapting));
        double during = small("During", details);
        details.put(TIMELINE, timeline(all.get(0)));
        return outcome(during, before, details);
    }

    /** p50 of the small ones in a window, in ms. */
    private double small(String when, Map<String, Object> details) {
        JsonNode begin = fleet.ask("mark", "mark").get(0);
        fleet.pause(plan.window());
        for (int i = 0; i < PATIENCE && measured() == 0; i++) fleet.pause(STEP);
        JsonNode end = fleet.ask("mark", "mark").get(0);
        long[] latencies = fleet.ask("take", "taken").stream()
                .flatMapToLong(Sample::latencies)
                .sorted()
                .toArray();
        if (latencies.length == 0) throw new TestudoException("of small payloads none was delivered in two minutes");
        double p50 = Sample.percentile(latencies, 50) / 1e6;
        details.put(
                "smallPerSecond" + when, Sample.round(latencies.length * 1e9 / Sample.difference(begin, end, "nanos")));
        details.put("p50Ms" + when, Sample.round(p50));
        details.put("p99Ms" + when, Sample.round(Sample.percentile(latencies, 99) / 1e6));
        return p50;
    }

    private long measured() {
        return look().stream().mapToLong(each -> each.get("measured").asLong()).sum();
    }

    /** Stops the load, lets those that live settle, and gives what is wrong; empty if nothing is. */
    private String conclude() {
        long sent = 0;
        fleet.tell("stop");
        for (String each : living)
            sent += fleet.hear(each, "stopped").get("sent").asLong();
        List<JsonNode> looks = look();
        for (int i = 0; i < PATIENCE && !settled(looks, sent); i++) {
            fleet.pause(STEP);
            looks = look();
        }
        long count = looks.get(0).get("count").asLong();
        List<Verdict.Testimony> testimonies = Sample.testimonies(fleet.ask("settle " + count, "settled"));
        long ofLiving = (long) sum(looks.get(0), it -> living.contains(all.get(it)));
        if (ofLiving < sent) return "only " + ofLiving + " of " + sent + " were delivered";
        return Verdict.of(testimonies, count);
    }

    /** Of a member that was killed nobody knows what it had sent; what the others sent must be there. */
    private boolean settled(List<JsonNode> looks, long sent) {
        for (JsonNode each : looks) {
            if (each.get("count").asLong() != looks.get(0).get("count").asLong()) return false;
            if (sum(each, it -> living.contains(all.get(it))) < sent) return false;
        }
        return true;
    }

    @Override
    public void close() {
        fleet.close();
    }
}

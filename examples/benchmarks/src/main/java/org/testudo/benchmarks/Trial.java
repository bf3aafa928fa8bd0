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
    private static final Duration ADAPTING = Duration.ofSeconds(5);
    private static final int SETTLING = 120;

    /** Who sends, and how long windows and warm-up are, in seconds. */
    record Plan(Load.Shape shape, int seconds, int warmup) {
        Duration window() {
            return Duration.ofSeconds(seconds);
        }
    }

    private final Fleet fleet;
    private final Plan plan;
    private final List<String> all;
    private final List<String> living;

    private Trial(Fleet fleet, Plan plan) {
        this.fleet = fleet;
        this.plan = plan;
        all = fleet.stage().members();
        living = new ArrayList<>(all);
    }

    /** A group with default settings, in service and warm. */
    static Trial start(Plan plan) throws IOException {
        Load.Shape shape = plan.shape;
        List<String> options = List.of(
                "--payload", "" + shape.length(),
                "--senders", "" + shape.senders(),
                "--outstanding", "" + shape.outstanding(),
                "--large", "" + shape.large(),
                "--large-payload", "" + shape.largeLength());
        Fleet fleet = Fleet.start(Stage.create(4, "", List.of()), Side.TESTUDO, AbcastCommand.JAVA, options);
        fleet.tell("send");
        fleet.pause(Duration.ofSeconds(plan.warmup));
        return new Trial(fleet, plan);
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

    private String leader() {
        Set<String> named = new HashSet<>();
        for (JsonNode each : look()) named.add(each.get("leader").asText());
        named.remove("");
        if (named.size() == 1) return named.iterator().next();
        throw new TestudoException("the members name " + named + " as leaders before anything was done to them");
    }

    Ordeal.Outcome leaderKilled() {
        fleet.tell("watch");
        List<JsonNode> before = look();
        fleet.pause(plan.window());
        List<JsonNode> fine = look();
        String leader = leader();
        fleet.tell("watch");
        fleet.kill(leader);
        living.remove(leader);
        fleet.pause(plan.window());
        List<JsonNode> after = look();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("longestGapBeforeMs", gapMillis(fine));
        details.put("opsPerSecondBefore", Sample.round(rate(before, fine, it -> true)));
        return new Ordeal.Outcome(gapMillis(after), details, conclude());
    }

    private static double gapMillis(List<JsonNode> looks) {
        double most = 0;
        for (JsonNode each : looks) most = Math.max(most, each.get("gapNanos").asLong());
        return Sample.round(most / 1e6);
    }

    Ordeal.Outcome slowLeader() {
        String leader = leader();
        living.remove(leader);
        double before = window(it -> true);
        fleet.halt(leader);
        List<JsonNode> begin = List.of();
        long start = System.nanoTime();
        long end = start + ADAPTING.plus(plan.window()).toNanos();
        while (System.nanoTime() < end) {
            fleet.pause(STOPPED);
            fleet.proceed(leader);
            fleet.pause(RUNNING);
            fleet.halt(leader);
            if (begin.isEmpty() && System.nanoTime() - start > ADAPTING.toNanos()) begin = look();
        }
        double during = rate(begin, look(), it -> true);
        fleet.proceed(leader);
        living.add(all.indexOf(leader), leader);
        return compared(before, during, Map.of());
    }

    Ordeal.Outcome memberFloods() {
        String flooder = all.get((all.indexOf(leader()) + 1) % all.size());
        int index = all.indexOf(flooder);
        double before = window(it -> it != index);
        fleet.tell(flooder, "flood");
        fleet.pause(ADAPTING);
        List<JsonNode> begin = look();
        fleet.pause(plan.window());
        List<JsonNode> end = look();
        double its = Sample.round(rate(begin, end, it -> it == index));
        return compared(before, rate(begin, end, it -> it != index), Map.of("flooderPerSecond", its));
    }

    private double window(IntPredicate origins) {
        List<JsonNode> begin = look();
        fleet.pause(plan.window());
        return rate(begin, look(), origins);
    }

    private Ordeal.Outcome compared(double before, double during, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("opsPerSecondBefore", Sample.round(before));
        details.put("opsPerSecondDuring", Sample.round(during));
        details.putAll(more);
        return new Ordeal.Outcome(Sample.round(during / before), details, conclude());
    }

    Ordeal.Outcome largePayloads() {
        Map<String, Object> details = new LinkedHashMap<>();
        double before = small("Before", details);
        fleet.tell("send large");
        fleet.pause(ADAPTING);
        double during = small("During", details);
        return new Ordeal.Outcome(Sample.round(during / before), details, conclude());
    }

    /** p50 of the small ones in a window, in ms. */
    private double small(String when, Map<String, Object> details) {
        fleet.ask("mark", "mark");
        fleet.pause(plan.window());
        fleet.ask("mark", "mark");
        long[] latencies = fleet.ask("take", "taken").stream()
                .flatMapToLong(Sample::latencies)
                .sorted()
                .toArray();
        double p50 = Sample.percentile(latencies, 50) / 1e6;
        details.put("smallPerSecond" + when, Sample.round((double) latencies.length / plan.seconds));
        details.put("p50Ms" + when, Sample.round(p50));
        details.put("p99Ms" + when, Sample.round(Sample.percentile(latencies, 99) / 1e6));
        return p50;
    }

    /** Stops the load, lets those that live settle, and gives what is wrong; empty if nothing is. */
    private String conclude() {
        long sent = 0;
        fleet.tell("stop");
        for (String each : living)
            sent += fleet.hear(each, "stopped").get("sent").asLong();
        List<JsonNode> looks = look();
        for (int i = 0; i < 2 * SETTLING && !settled(looks, sent); i++) {
            fleet.pause(Duration.ofMillis(500));
            looks = look();
        }
        long count = looks.get(0).get("count").asLong();
        List<Verdict.Testimony> testimonies = Sample.testimonies(fleet.ask("settle " + count, "settled"));
        if (count < sent && living.size() == all.size()) return "only " + count + " of " + sent + " were delivered";
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

package org.testudo.benchmarks.detector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.testudo.config.FailureDetectorConfig;

/**
 * How good a detector is, by the measures of Chen, Toueg and Aguilera.
 *
 * @param detections from each crash to the suspicion that stays, in milliseconds, ascending
 * @param mistakes how often a member was suspected that was there
 * @param mistaken for how long in all, in milliseconds
 * @param watched for how long it was there in all, in milliseconds
 */
public record Quality(double[] detections, long mistakes, double mistaken, double watched) {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** The history of silences is full of those of this network by then. */
    private static final long BEGUN = 60 * SECOND;

    private static final long LONG_ENOUGH = 60 * SECOND;
    private static final double MILLIS = 1e6;
    private static final double HOUR = 3.6e6;

    /**
     * Measures one.
     *
     * @param hours of virtual time without a crash
     * @param crashes each of a pair of its own
     */
    public static Quality of(FailureDetectorConfig config, Delays delays, int hours, int crashes, long seed) {
        Pair pair = new Pair(config, delays, seed);
        long end = BEGUN + hours * 3_600 * SECOND;
        pair.runUntil(end);
        long mistakes = 0;
        long mistaken = 0;
        List<Pair.Opinion> opinions = pair.opinions();
        for (int i = 0; i < opinions.size(); i++) {
            Pair.Opinion each = opinions.get(i);
            if (!each.suspected()) continue;
            long until = i + 1 < opinions.size() ? opinions.get(i + 1).since() : end;
            if (each.since() >= BEGUN) mistakes++;
            mistaken += Math.max(0, until - Math.max(each.since(), BEGUN));
        }
        double[] detections = new double[crashes];
        Random moments = new Random(seed);
        for (int i = 0; i < crashes; i++) {
            long moment = BEGUN + (long) (SECOND * moments.nextDouble());
            detections[i] = detection(new Pair(config, delays, seed + i + 1), moment) / MILLIS;
        }
        Arrays.sort(detections);
        return new Quality(detections, mistakes, mistaken / MILLIS, (end - BEGUN) / MILLIS);
    }

    /** To the begin of the suspicion that is not taken back: what is on its way may still come. */
    private static long detection(Pair pair, long moment) {
        pair.runUntil(moment);
        pair.crash();
        pair.runUntil(moment + LONG_ENOUGH);
        List<Pair.Opinion> opinions = new ArrayList<>(pair.opinions());
        if (opinions.isEmpty() || !opinions.get(opinions.size() - 1).suspected())
            throw new IllegalStateException("a crash was not detected in a minute");
        return Math.max(0, opinions.get(opinions.size() - 1).since() - moment);
    }

    /** The time that this share of the crashes took at most, in milliseconds. */
    public double detection(double share) {
        return detections[(int) Math.min(detections.length - 1L, Math.round(share * (detections.length - 1)))];
    }

    public double meanDetection() {
        return Arrays.stream(detections).average().orElse(0);
    }

    public double mistakesPerHour() {
        return mistakes / (watched / HOUR);
    }

    /** How long one lasts, in milliseconds; 0 if there is none. */
    public double meanMistake() {
        return mistakes == 0 ? 0 : mistaken / mistakes;
    }

    /** How likely it is that whoever asks at any time is told the truth of a member that is there. */
    public double queryAccuracy() {
        return 1 - mistaken / watched;
    }
}

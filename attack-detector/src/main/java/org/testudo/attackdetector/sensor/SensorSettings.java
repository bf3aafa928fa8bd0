package org.testudo.attackdetector.sensor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a sensor's agent works.
 *
 * @param alerts the EVE file that it follows; it need not be there yet
 * @param position file in which it keeps how far it has come
 * @param inspection file in which it keeps lines that it could not read
 * @param fromStart without a saved position, whether to read what stands in the file already
 * @param host the sensor's name in EVE, if alerts about other hosts stand in the same file; empty: take all
 * @param addresses of the watched host, to tell victim from actor where a rule does not say; may be empty
 * @param longestLine in bytes; longer ones are counted and cut
 * @param poll how often it looks for new lines
 * @param foldWindow in which alerts that say the same are reported once
 * @param perMinute the most reports a minute
 * @param queue reports that may wait for members
 * @param heartbeat after this long without a report the last one is repeated, as a sign of life (AD-5)
 */
public record SensorSettings(
        Path alerts,
        Path position,
        Path inspection,
        boolean fromStart,
        String host,
        List<String> addresses,
        int longestLine,
        Duration poll,
        Duration foldWindow,
        int perMinute,
        int queue,
        Duration heartbeat) {
    public SensorSettings {
        addresses = List.copyOf(addresses);
        require(longestLine >= 1024 && longestLine <= 16 << 20, "longest-line: between 1 KiB and 16 MiB");
        require(perMinute >= 2 && perMinute <= 10_000, "per-minute: between 2 and 10000 reports");
        require(queue >= 1 && queue <= 100_000, "queue: between 1 and 100000 reports");
        require(positive(poll) && positive(foldWindow) && positive(heartbeat), "durations: longer than nothing");
    }

    /** The defaults: lines up to 256 KiB, a look every 50 ms, a report a minute of each kind and 30 in all. */
    public static SensorSettings of(Path alerts, Path position) {
        return new SensorSettings(
                alerts,
                position,
                position.resolveSibling(position.getFileName() + ".inspect"),
                false,
                "",
                List.of(),
                256 << 10,
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                30,
                1_000,
                Duration.ofSeconds(30));
    }

    public SensorSettings readingFromStart() {
        return new SensorSettings(
                alerts,
                position,
                inspection,
                true,
                host,
                addresses,
                longestLine,
                poll,
                foldWindow,
                perMinute,
                queue,
                heartbeat);
    }

    /** Alerts about this host only; victim and actor told apart by these addresses where a rule does not say. */
    public SensorSettings watching(String onlyHost, List<String> itsAddresses) {
        return new SensorSettings(
                alerts,
                position,
                inspection,
                fromStart,
                onlyHost,
                itsAddresses,
                longestLine,
                poll,
                foldWindow,
                perMinute,
                queue,
                heartbeat);
    }

    /** Other limits of what is reported. */
    public SensorSettings reporting(Duration window, int mostPerMinute) {
        return new SensorSettings(
                alerts,
                position,
                inspection,
                fromStart,
                host,
                addresses,
                longestLine,
                poll,
                window,
                mostPerMinute,
                queue,
                heartbeat);
    }

    private static boolean positive(Duration value) {
        return !value.isNegative() && !value.isZero();
    }

    private static void require(boolean condition, String message) {
        if (!condition) throw new IllegalArgumentException("sensor " + message);
    }
}

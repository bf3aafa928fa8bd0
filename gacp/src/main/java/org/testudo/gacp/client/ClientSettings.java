package org.testudo.gacp.client;

import java.time.Duration;
import org.testudo.config.GroupConfig;

/**
 * How a client behaves; immutable.
 *
 * @param deadline how long a call waits for the group's answer unless it says otherwise; 1 ms to 1 day
 * @param maxOutstanding operations on their way at once, at most what the group allows (client-access.max-outstanding)
 * @param maxWaiting calls that may wait behind them; a further one fails at once, so that the caller slows down
 * @param maxPayload the largest operation in bytes, at most what the group allows (ordering.max-payload)
 * @param leastPatience the shortest time before other members are asked; longer than a usual answer takes
 * @param mostPatience the longest time between attempts
 * @param trustingPeriod how long the word of a quorum that a view is the present one holds (CA-8)
 */
public record ClientSettings(
        Duration deadline,
        int maxOutstanding,
        int maxWaiting,
        int maxPayload,
        Duration leastPatience,
        Duration mostPatience,
        Duration trustingPeriod) {
    public ClientSettings {
        within("deadline", deadline, Duration.ofMillis(1), Duration.ofDays(1));
        within("least patience", leastPatience, Duration.ofMillis(1), mostPatience);
        within("most patience", mostPatience, leastPatience, Duration.ofMinutes(10));
        within("trusting period", trustingPeriod, Duration.ofSeconds(1), Duration.ofDays(1));
        if (maxOutstanding < 1)
            throw new IllegalArgumentException("max outstanding " + maxOutstanding + ": at least 1");
        if (maxWaiting < 0) throw new IllegalArgumentException("max waiting " + maxWaiting + ": at least 0");
    }

    /** What suits the group of this configuration. */
    public static ClientSettings of(GroupConfig config) {
        return new ClientSettings(
                Duration.ofSeconds(10),
                config.clientAccess().maxOutstanding(),
                10_000,
                config.ordering().maxPayload(),
                Duration.ofMillis(250),
                Duration.ofSeconds(2),
                Duration.ofHours(1));
    }

    public ClientSettings withDeadline(Duration other) {
        return new ClientSettings(
                other, maxOutstanding, maxWaiting, maxPayload, leastPatience, mostPatience, trustingPeriod);
    }

    public ClientSettings withPatience(Duration least, Duration most) {
        return new ClientSettings(deadline, maxOutstanding, maxWaiting, maxPayload, least, most, trustingPeriod);
    }

    public ClientSettings withMaxWaiting(int other) {
        return new ClientSettings(
                deadline, maxOutstanding, other, maxPayload, leastPatience, mostPatience, trustingPeriod);
    }

    public ClientSettings withTrustingPeriod(Duration other) {
        return new ClientSettings(deadline, maxOutstanding, maxWaiting, maxPayload, leastPatience, mostPatience, other);
    }

    private static void within(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " " + value + ": use " + least + " to " + most);
        }
    }
}

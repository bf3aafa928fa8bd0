package org.testudo.kernel.notice;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * How long this member thinks that a message to another and its answer take (FD-5). First a guess, for whoever has just been
 * seated; then told with the first echo, and when it has changed by more than an eighth and 2 ms. The other can make its own as long or as short as it likes: never rely on those of f members.
 *
 * @param roundTrip not negative
 */
public record RoundTripMeasured(MemberId member, Duration roundTrip) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "round-trip=" + member + " time=" + roundTrip.toNanos() / 1_000 + "us";
    }
}

package org.testudo.kernel.notice;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * The ordering waits for a word of another member, while something is under way in which every correct member takes part
 * (FD-2). Any message of the ordering by that member pays, also one that says no more than where it stands; {@link Paid} then
 * says so. The debt stays until it is paid or its debtor's seat has another occupant; it may be said again.
 *
 * @param what what is waited for in the first place; for people
 * @param within how long a correct member that can be reached takes at most, on its own clock, whatever other members do;
 *     the ways come on top. Positive
 */
public record Owed(MemberId member, String what, Duration within) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "owed-by=" + member + " what=\"" + what + "\" within=" + within.toMillis() + "ms";
    }
}

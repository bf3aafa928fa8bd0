package org.testudo.kernel.notice;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * What waits now because too few seats would be left (GM-18), or too many are spent by accusations (GM-19): said whenever that
 * has changed, also when nothing waits any more, and the same at all members.
 *
 * @param resize another number of seats that operators have asked for; empty if none waits
 */
public record AtTheFloor(List<Waiting> waiting, Optional<ResizeDelayed> resize) implements Notice {
    /**
     * One thing that waits.
     *
     * @param exclusion whether the member is to be excluded; else it wants to go
     * @param cause of it, for people
     * @param why what it waits for, for people
     * @param decided whether it waits for the floor alone; an exclusion on accusations may wait for the budget (GM-19)
     */
    public record Waiting(boolean exclusion, MemberId member, String cause, String why, boolean decided) {
        /** It waits for the floor alone. */
        public Waiting(boolean exclusion, MemberId member, String cause, String why) {
            this(exclusion, member, cause, why, true);
        }

        /** Whether the member is to be excluded for sure. */
        public boolean condemns() {
            return exclusion && decided;
        }

        @Override
        public String toString() {
            return (exclusion ? "exclusion of " : "departure of ") + member + " (" + cause + ") waits, since " + why;
        }
    }

    public AtTheFloor {
        waiting = List.copyOf(waiting);
    }

    /** Of members alone. */
    public AtTheFloor(List<Waiting> waiting) {
        this(waiting, Optional.empty());
    }

    /** All that waits, in words. */
    public List<String> texts() {
        return Stream.concat(
                        waiting.stream().map(Waiting::toString), resize.stream().map(ResizeDelayed::text))
                .toList();
    }

    @Override
    public Level level() {
        return waiting.isEmpty() && resize.isEmpty() ? Level.INFO : Level.WARN;
    }

    @Override
    public String describe() {
        return "at-the-floor=" + texts();
    }
}

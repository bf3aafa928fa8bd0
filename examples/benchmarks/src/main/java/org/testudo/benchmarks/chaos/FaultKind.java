package org.testudo.benchmarks.chaos;

import java.util.Arrays;
import java.util.List;

/** What can be made to happen to one member, or, of the membership, to all of them in turn. */
enum FaultKind {
    /** Its process is killed, and started anew: it goes on with its journal. */
    KILL("kill"),
    /** Its process is killed and its disk is lost: it starts with an empty one, without memory. */
    LOST_DISK("lostDisk"),
    /** There is no room on its disk any more: it must stop, and goes on when there is room and it is started again. */
    DISK_FULL("diskFull"),
    /** Its process is stopped for a while, and goes on. */
    STOP("stop"),
    /** The leader's process is stopped for 950 of each 1,000 ms. */
    SLOW_LEADER("slowLeader"),
    /** Nothing that it sends to some or all of the others arrives, or nothing between them at all. */
    PARTITION("partition"),
    /** Its link is slow and drops what does not fit. */
    LOSS("loss"),
    /** It starts, holds no seat, and follows the order until it is ready to take one. */
    JOIN("join"),
    /** It disconnects in order, keeps its seat, and comes back. */
    LEAVE("leave"),
    /** It gives its seat up for good, and a standby takes it. */
    REPLACE("replace"),
    /** It turns against the group, is excluded, and a standby takes its seat. */
    EXCLUDE("exclude"),
    /** All members, one after the other, leave in order and come back. */
    ROLLING_RESTART("rollingRestart");

    private final String title;

    FaultKind(String title) {
        this.title = title;
    }

    /**
     * Those of an ordinary run.
     *
     * @param membership whether it is one in which members come and go
     */
    static List<FaultKind> of(boolean membership) {
        return Arrays.stream(values())
                .filter(each -> membership ? each.ofMembership() || each.ofBoth() : !each.ofMembership())
                .toList();
    }

    /** Whether it changes who belongs to the group, and needs members that can come into it. */
    boolean ofMembership() {
        return this == JOIN || this == LEAVE || this == REPLACE || this == EXCLUDE || this == ROLLING_RESTART;
    }

    private boolean ofBoth() {
        return this == KILL || this == LOST_DISK || this == STOP || this == PARTITION;
    }

    /** Whether it vacates a seat. */
    boolean needsStandby() {
        return this == REPLACE || this == EXCLUDE;
    }

    /** Whether it needs a network for each member. */
    boolean ofNetwork() {
        return this == PARTITION || this == LOSS;
    }

    /** Whether it needs a disk for each member. */
    boolean ofDisk() {
        return this == DISK_FULL;
    }

    @Override
    public String toString() {
        return title;
    }
}

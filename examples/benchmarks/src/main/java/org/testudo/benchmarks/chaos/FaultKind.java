package org.testudo.benchmarks.chaos;

/** What can be made to go wrong with one member. */
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
    LOSS("loss");

    private final String title;

    FaultKind(String title) {
        this.title = title;
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

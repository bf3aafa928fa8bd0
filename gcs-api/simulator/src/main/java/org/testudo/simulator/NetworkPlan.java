package org.testudo.simulator;

import java.time.Duration;

/**
 * How bad the network may get. Each seed draws which faults are on and how strong, up to what is said here, unless
 * {@link #exactly} is asked for. From the calm on nothing is lost, doubled or cut, and delays stay within their bounds.
 */
public final class NetworkPlan {
    Duration least = Duration.ofMillis(1);
    Duration most = Duration.ofMillis(10);
    double loss;
    double duplicate;
    double gaps;
    boolean reorder;
    boolean partitions;
    boolean slowMember;
    boolean pauses;
    boolean exact;
    Duration skew = Duration.ofMillis(50);
    long rate;

    /** Every message takes between these. */
    public NetworkPlan delay(Duration shortest, Duration longest) {
        least = shortest;
        most = longest;
        return this;
    }

    /** The largest probability with which a message is lost. */
    public NetworkPlan loss(double probability) {
        loss = probability;
        return this;
    }

    /** The largest probability with which a message arrives twice. */
    public NetworkPlan duplicate(double probability) {
        duplicate = probability;
        return this;
    }

    /** The largest probability with which a message is dropped at the receiver, which is told of a gap (HOST-4). */
    public NetworkPlan gaps(double probability) {
        gaps = probability;
        return this;
    }

    /** Messages of one link may overtake each other. */
    public NetworkPlan reorder() {
        reorder = true;
        return this;
    }

    /** Now and then the group is split, one member is cut off, or one direction of a link is dead. */
    public NetworkPlan partitionNowAndThen() {
        partitions = true;
        return this;
    }

    /** One member's links may be slower than the bound, until the calm. */
    public NetworkPlan slowMember() {
        slowMember = true;
        return this;
    }

    /** Now and then a member stands still for a while, as in a stop of the world; what happened meanwhile comes late. */
    public NetworkPlan pauses() {
        pauses = true;
        return this;
    }

    /**
     * Each member sends so many bytes a second at most, to all others together; what it has sent before goes first, whatever it is.
     * So a large message makes everything after it late, and what is sent again in vain takes the place of what is needed.
     * Also after the calm.
     */
    public NetworkPlan rate(long bytesPerSecond) {
        if (bytesPerSecond < 1)
            throw new IllegalArgumentException(bytesPerSecond + " bytes a second; ask for 1 or more");
        rate = bytesPerSecond;
        return this;
    }

    /** How far a member's wall clock may be from the true time, either way. */
    public NetworkPlan skew(Duration largest) {
        skew = largest;
        return this;
    }

    /** No draws: every fault is on, as strong as was said; for scripts. */
    public NetworkPlan exactly() {
        exact = true;
        return this;
    }
}

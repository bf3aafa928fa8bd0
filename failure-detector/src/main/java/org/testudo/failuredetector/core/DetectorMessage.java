package org.testudo.failuredetector.core;

/** What failure detectors say to each other. Never signed: it proves nothing to a third. */
public sealed interface DetectorMessage {
    /** The sender lives; sent to a peer only after silence towards it (FD-1). */
    record Heartbeat() implements DetectorMessage {}

    /**
     * Whether its sender hears the receiver: said instead of heartbeats while it does not, and once when it does again. Of what
     * reaches others a member learns nothing else, if it hears them (GM-7).
     */
    record Hearing(boolean heard) implements DetectorMessage {}

    /** Asks for an echo with this number, to measure the round trip (FD-5). */
    record Probe(long number) implements DetectorMessage {}

    /** Answers the probe with this number. */
    record Echo(long number) implements DetectorMessage {}
}

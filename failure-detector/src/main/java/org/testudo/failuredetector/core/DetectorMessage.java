package org.testudo.failuredetector.core;

/** What failure detectors say to each other. Never signed: it proves nothing to a third. */
public sealed interface DetectorMessage {
    /** The sender lives; sent to a peer only after silence towards it (FD-1). */
    record Heartbeat() implements DetectorMessage {}
}

package org.testudo.abcast.core;

import java.util.Optional;
import java.util.SortedMap;
import org.testudo.kernel.state.Snapshot;

/**
 * A certified checkpoint that this member has reached.
 *
 * @param shares empty if this member has not computed, or no longer holds, that state
 */
record StableState(CheckpointCertificate certificate, Manifest manifest, SortedMap<String, Snapshot> shares) {
    long slot() {
        return certificate.slot();
    }

    /** How others are told; empty if it cannot be served. */
    Optional<Stable> offer() {
        return shares.isEmpty() ? Optional.empty() : Optional.of(new Stable(certificate, manifest));
    }
}

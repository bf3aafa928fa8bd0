package org.testudo.abcast.core;

import java.util.Optional;
import java.util.SortedMap;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.state.Manifest;
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

    /** The ordering's share, of a state that is held. */
    OrderingState ordering() {
        return OrderingState.known(shares.get(HoldsState.ORDERING).content());
    }

    /** How others are told; empty if it cannot be served. */
    Optional<Stable> offer() {
        return shares.isEmpty() ? Optional.empty() : Optional.of(new Stable(certificate, manifest));
    }
}

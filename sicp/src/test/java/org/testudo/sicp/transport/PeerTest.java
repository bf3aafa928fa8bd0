package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;

class PeerTest {
    private static final MemberId BOB = new MemberId("bob");

    @Test
    void addressesOfAllKindsAreUnderstood() {
        assertThat(Peer.of(BOB, "10.0.0.1:7800")).isEqualTo(new Peer(BOB, "10.0.0.1", 7800));
        assertThat(Peer.of(BOB, "bob.example:1")).isEqualTo(new Peer(BOB, "bob.example", 1));
        assertThat(Peer.of(BOB, "[::1]:7800")).isEqualTo(new Peer(BOB, "::1", 7800));
        assertThat(Peer.of(BOB, "[::1]:7800").socketAddress().isUnresolved()).isFalse();
    }
}

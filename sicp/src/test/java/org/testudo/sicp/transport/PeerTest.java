package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.config.HostAndPort;

class PeerTest {
    private static final MemberId BOB = new MemberId("bob");

    @Test
    void addressesOfAllKindsAreUnderstood() {
        assertThat(Peer.of(BOB, place("10.0.0.1:7800"))).isEqualTo(new Peer(BOB, "10.0.0.1", 7800));
        assertThat(Peer.of(BOB, place("bob.example:1"))).isEqualTo(new Peer(BOB, "bob.example", 1));
        assertThat(Peer.of(BOB, place("[::1]:7800"))).isEqualTo(new Peer(BOB, "::1", 7800));
        assertThat(Peer.of(BOB, place("[::1]:7800")).socketAddress().isUnresolved())
                .isFalse();
    }

    private static HostAndPort place(String text) {
        return HostAndPort.parse(text, "place");
    }
}

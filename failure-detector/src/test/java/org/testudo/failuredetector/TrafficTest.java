package org.testudo.failuredetector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

class TrafficTest {
    private static final Address BOB = new UUID(0, 1);
    private static final Address CAROL = new UUID(0, 2);
    private static final Map<Address, MemberId> PEERS = Map.of(BOB, new MemberId("bob"), CAROL, new MemberId("carol"));

    private final List<String> said = new ArrayList<>();
    private final Traffic traffic = new Traffic(100, (Notice notice) -> said.add(notice.describe()));

    @BeforeEach
    void peers() {
        traffic.peers(PEERS, 0);
    }

    @Test
    void floodOfAPeerIsSpokenOfOncePerGap() {
        for (int now = 0; now < 250; now++) traffic.heard(BOB, now);

        assertThat(said).containsExactly("heard=bob", "heard=bob", "heard=bob");
    }

    @Test
    void directionsAndPeersAreKeptApart() {
        traffic.told(BOB, 0);
        traffic.told(null, 50);
        traffic.heard(CAROL, 60);
        traffic.told(null, 120);

        assertThat(said).containsExactly("told=bob", "told=carol", "heard=carol", "told=bob");
    }

    @Test
    void strangersAreIgnored() {
        traffic.heard(new UUID(0, 3), 0);
        traffic.heard(null, 0);
        traffic.told(new UUID(0, 3), 0);

        assertThat(said).isEmpty();
    }

    @Test
    void viewChangeKeepsWhatWasSaidOfThoseWhoStay() {
        traffic.heard(BOB, 0);
        traffic.peers(Map.of(BOB, new MemberId("bob")), 50);
        traffic.heard(BOB, 60);
        traffic.heard(CAROL, 60);

        assertThat(said).containsExactly("heard=bob");
    }
}

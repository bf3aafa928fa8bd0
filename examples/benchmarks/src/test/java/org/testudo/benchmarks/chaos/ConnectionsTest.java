package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionsTest {
    /** As the kernel lists them: an established one, one that sends again, one that is being dialled, one with a backlog. */
    private static final String LISTING = """
              sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt
               0: 0000000000000000FFFF00000102650A:9C4A 0000000000000000FFFF00000202650A:1F90 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0 20 4 30 10 -1
               1: 0000000000000000FFFF00000102650A:9C4B 0000000000000000FFFF00000302650A:1F90 01 00000010:00000000 01:00000020 00000003     0        0 1 1 0 20 4 30 10 -1
               2: 0000000000000000FFFF00000102650A:9C4C 0000000000000000FFFF00000402650A:1F90 02 00000000:00000000 01:00000020 00000000     0        0 1 1 0 20 4 30 10 -1
               3: 0000000000000000FFFF00000102650A:9C4D 0000000000000000FFFF00000702650A:1F90 01 00057E40:00000000 01:00000002 00000000     0        0 1 1 0 20 4 30 10 -1
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0102650A:0016 0502650A:9D3A 01 00000000:00000000 02:0007E0C4 00000000     0        0 1 2 0 20 4 30 10 -1
            """;

    @Test
    void connectionFlowsOnlyIfItIsThereAndNothingIsSentAgainOrHeldBack() {
        Connections connections = Connections.parse(LISTING);

        assertThat(connections.flowsTo("10.101.2.2")).isTrue();
        assertThat(connections.flowsTo("10.101.2.3")).isFalse();
        assertThat(connections.flowsTo("10.101.2.4")).isFalse();
        assertThat(connections.flowsTo("10.101.2.5")).isTrue();
        assertThat(connections.flowsTo("10.101.2.6")).isFalse();
        assertThat(connections.flowsTo("10.101.2.7")).isFalse();
    }
}

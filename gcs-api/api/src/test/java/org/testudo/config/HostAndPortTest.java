package org.testudo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:7800, 10.0.0.1, 7800",
        "alice:1, alice, 1",
        "alice-1.payments_2.example.:65535, alice-1.payments_2.example., 65535",
        "[2001:db8::1]:7800, 2001:db8::1, 7800",
        "[::ffff:10.0.0.1]:7800, ::ffff:10.0.0.1, 7800",
        "[fe80::1%eth0]:7800, fe80::1%eth0, 7800",
        "[::]:7800, ::, 7800",
        "0.0.0.0:0, 0.0.0.0, 0",
    })
    void addressesAndNamesOfAllKindsAreUnderstoodAndWrittenAsTheyWereRead(String text, String host, int port) {
        assertThat(HostAndPort.parse(text, "k"))
                .isEqualTo(new HostAndPort(host, port))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "alice",
                ":7800",
                "alice:",
                "alice:65536",
                "alice:-1",
                "alice:78OO",
                "alice:7800:7800",
                "::1:7800",
                "[::1]",
                "[]:7800",
                "[alice]:7800",
                "[10.0.0.1]:7800",
                "[12345::]:7800",
                "[::1:7800",
                "10.0.0:7800",
                "10.0.0.256:7800",
                "1:7800",
                "al ice:7800",
                "-alice:7800",
                "alice/:7800",
                "a@b:7800",
                "[::1]x:7800",
                "[::1%]:7800",
                "alice:7800\n"
            })
    void whatIsNoHostAndPortIsRefused(String text) {
        assertThatThrownBy(() -> HostAndPort.parse(text, "group.bind"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group.bind: '" + text + "': give host and port, such as 10.0.0.1:7800");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7800", "[::]:7800", "[::0]:7800", "10.0.0.1:0"})
    void addressThatOthersDialMustBeOneOfAHost(String text) {
        assertThatThrownBy(() -> new MemberConfig("alice", text, "", "alice.pem"))
                .hasMessageContaining("group.members.address: '" + text + "': others dial it; give ");
        assertThatThrownBy(() -> new MemberConfig("alice", "10.0.0.1:7800", text, "alice.pem"))
                .hasMessageContaining("group.members.client-address: '" + text + "': others dial it; give ");
    }

    @Test
    void memberListensWhereItIsDialledUnlessBindSaysOtherwise() {
        GroupConfigBuilder group = group();

        assertThat(group.build().listensAt()).hasToString("[2001:db8::1]:7800");
        assertThat(group.build().listensToClientsAt()).hasToString("Optional[alice.example:7900]");
        group.bind("[::]:17800").clientAccess(new ClientAccessConfig("0.0.0.0:17900", 10, 10));
        assertThat(group.build().listensAt()).hasToString("[::]:17800");
        assertThat(group.build().listensToClientsAt()).hasToString("Optional[0.0.0.0:17900]");
        assertThat(group.build().member("alice").address()).isEqualTo("[2001:db8::1]:7800");
        assertThat(group.build().as("bob").listensToClientsAt()).hasToString("Optional[0.0.0.0:17900]");
    }

    @Test
    void bindNeedsAPortThatIsKnown() {
        assertThatThrownBy(() -> group().bind("0.0.0.0:0").build())
                .hasMessage("group.bind: '0.0.0.0:0': give a port of 1 to 65535");
        assertThatThrownBy(() -> group().bind("0.0.0.0").build())
                .hasMessageContaining("group.bind: '0.0.0.0': give host");
    }

    @Test
    void noAddressStandsTwiceNotEvenForMembersAndClients() {
        GroupConfigBuilder group = group().member("carol", "10.0.0.3:7800", "alice.example:7900", "carol.pem");

        assertThatThrownBy(group::build)
                .hasMessage("group.members: 'alice.example:7900' stands there twice; remove one");
    }

    private static GroupConfigBuilder group() {
        return GroupConfig.named("payments")
                .self("alice")
                .member("alice", "[2001:db8::1]:7800", "alice.example:7900", "alice.pem")
                .member("bob", "10.0.0.2:7800", "bob.pem");
    }
}

package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.conf.XmlConfigurator;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.Configurator;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The printed stack is read by JGroups' own parser. */
class StackXmlTest {
    @Test
    void printedStackIsReadByJGroupsWithTheSameAttributesInTheSameOrder() throws Exception {
        TYPES awkward = new TYPES();
        awkward.words = " a=b 'c' ; ( ) # $ {x} /etc/x-- [::1]:7800, alice[10.0.0.1:7800]";
        awkward.number = Long.MAX_VALUE;
        awkward.truth = true;
        MORE_TYPES more = new MORE_TYPES();
        more.more = "x";
        LANES lanes = new LANES();
        lanes.limits(12345, 7);
        List<Protocol> printed = List.of(awkward, more, lanes, new TYPES());

        List<Protocol> read = read(StackXml.of(printed));

        assertThat(read).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(read.get(i)).hasSameClassAs(printed.get(i));
            assertThat(StackXml.attributes(read.get(i))).isEqualTo(StackXml.attributes(printed.get(i)));
        }
        assertThat(StackXml.attributes(more))
                .containsKeys("more", "small", "other_name", "truth")
                .doesNotContainKey("words");
        assertThat(StackXml.attributes(read.get(2))).containsEntry("max_payload", "12345");
    }

    @Test
    void whatIsSetOfJGroupsOwnPropertiesIsPrintedAndNoMore() throws Exception {
        TCP set = new TCP();
        set.setBindPort(7800).setBindAddress(InetAddress.getByName("127.0.0.1"));
        set.setSockConnTimeout(250);

        List<Protocol> read = read(StackXml.of(List.of(set, new TCP())));

        assertThat(StackXml.attributes(read.get(0)))
                .containsOnly(
                        entry("bind_port", "7800"), entry("bind_addr", "127.0.0.1"), entry("sock_conn_timeout", "250"));
        assertThat(StackXml.attributes(new TCP())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${user.home}", "a&b", "a<b", "a>b", "\"", "a\\b", "ü", "a\tb", "a\nb"})
    void whatTheParserOfJGroupsWouldChangeIsRefused(String words) {
        TYPES types = new TYPES();
        types.words = words;

        assertThatThrownBy(() -> StackXml.of(List.of(types)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("words: '" + words + "': JGroups' XML can only hold");
    }

    private static List<Protocol> read(String xml) throws Exception {
        try (JChannel channel = new JChannel(false)) {
            byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
            return Configurator.createProtocolsAndInitializeAttrs(
                    XmlConfigurator.getInstance(new ByteArrayInputStream(bytes)).getProtocolStack(),
                    new ProtocolStack(channel));
        }
    }
}

package org.testudo.sicp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.testudo.api.MemberId;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.Ids;

/** A group whose members are channels of this JVM, with a plain stock stack over SICP. */
final class StockGroup implements AutoCloseable {
    private final Path folder;
    private final List<String> names;
    private final TestGroup keys;
    private final List<Runnable> running = new ArrayList<>();

    /** What arrived, as {@code source:text}, and the channel at which it did. */
    record Member(JChannel channel, SICP sicp, Queue<String> got) {
        boolean sees(int members) {
            return channel.getView() != null && channel.getView().size() == members;
        }
    }

    StockGroup(Path folder, String... names) throws IOException {
        this.folder = folder;
        this.names = List.of(names);
        keys = new TestGroup(folder, names);
    }

    private String list(java.util.function.Function<String, String> value) {
        return names.stream().map(each -> each + "[" + value.apply(each) + "]").collect(Collectors.joining(","));
    }

    private String members() {
        return list(each -> "127.0.0.1:" + keys.port(each));
    }

    private String cards() {
        return list(each -> folder.resolve(each + ".pem").toString());
    }

    String xml(String self, String ordering) {
        String hosts =
                names.stream().map(each -> "127.0.0.1[" + keys.port(each) + "]").collect(Collectors.joining(","));
        return """
                <config xmlns="urn:org:jgroups">
                    <org.testudo.sicp.SICP group="payments" store="%s" trust="%s" passphrase_file="%s"
                        members="%s" keys="%s"/>
                    <TCPPING initial_hosts="%s" port_range="0"/>
                    <MERGE3 min_interval="500" max_interval="1500"/>
                    <FD_ALL3 timeout="6000" interval="1000"/>
                    <VERIFY_SUSPECT2 timeout="500"/>
                    <BARRIER/>
                    <pbcast.NAKACK2 use_mcast_xmit="false"/>
                    <UNICAST3/>
                    <pbcast.STABLE desired_avg_gossip="2000" max_bytes="4M"/>
                    <pbcast.GMS join_timeout="1000" print_local_addr="false"/>
                    %s
                    <UFC max_credits="2M" min_threshold="0.4"/>
                    <MFC max_credits="2M" min_threshold="0.4"/>
                    <FRAG2 frag_size="60K"/>
                    <pbcast.STATE_TRANSFER/>
                </config>
                """.formatted(
                        folder.resolve(self + ".p12"),
                        folder.resolve(KeyFolder.AUTHORITY_CERTIFICATE),
                        folder.resolve("passphrase"),
                        members(),
                        cards(),
                        hosts,
                        ordering);
    }

    Member start(String name) throws Exception {
        return start(name, xml(name, ""));
    }

    Member start(String name, String xml) throws Exception {
        JChannel channel = new JChannel(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).name(name);
        running.add(channel::close);
        Queue<String> got = new ConcurrentLinkedQueue<>();
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                got.add(org.jgroups.util.NameCache.get(message.src()) + ":" + text(message));
            }
        });
        channel.connect(TestGroup.NAME);
        return new Member(channel, channel.getProtocolStack().findProtocol(SICP.class), got);
    }

    private static String text(Message message) {
        if (!message.hasArray()) return String.valueOf(message.<Object>getObject());
        return new String(message.getArray(), message.getOffset(), message.getLength(), StandardCharsets.UTF_8);
    }

    /** A member with good credentials that has nothing but its connections. */
    Links liar(String name) {
        GroupConfigBuilder builder = GroupConfig.named(TestGroup.NAME).self(name);
        builder.credentials(
                folder.resolve(name + ".p12").toString(),
                folder.resolve(KeyFolder.AUTHORITY_CERTIFICATE).toString(),
                folder.resolve("passphrase").toString());
        StockSide.contribute(builder, members(), cards());
        MemberIdentity identity = MemberIdentity.load(builder.build(), folder);
        Links links = new Links(
                identity.credentials(),
                identity.context().genesis(),
                identity.context().origin().incarnation(),
                identity.members(),
                java.util.Set.of(Ids.SICP),
                new Links.Receiver() {
                    @Override
                    public void received(MemberId peer, List<Packet> packets) {}

                    @Override
                    public void violated(MemberId peer, long times) {}
                });
        links.start();
        running.add(links::stop);
        return links;
    }

    static boolean allSee(int members, Member... of) {
        return Stream.of(of).allMatch(each -> each.sees(members));
    }

    @Override
    public void close() {
        running.forEach(Runnable::run);
        keys.close();
    }
}

package org.testudo.gacp;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;

/** Four members as a JGroups application has them: plain channels of plain XML, with keys on disk and real ports. */
final class ChannelGroup implements AutoCloseable {
    static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");

    private final Path folder;
    private final List<Integer> ports = FreePorts.find(4);
    final Map<String, Application> applications = new LinkedHashMap<>();

    /** Attributes of ABCAST and of LANES, and what stands above it; before the first channel is made. */
    String ordering = "";

    String lanes = "";

    String above = "";

    /** What one application was shown, in its order. */
    static final class Application implements Receiver {
        final JChannel channel;
        private final List<Object> shown = new ArrayList<>();
        volatile Receiver also = new Receiver() {};

        /** A message as it was received. */
        record Heard(Address from, Object content, boolean toAll) {}

        Application(JChannel channel) {
            this.channel = channel;
            channel.setReceiver(this);
        }

        @Override
        public void viewAccepted(View view) {
            synchronized (this) {
                shown.add(view);
            }
            also.viewAccepted(view);
        }

        @Override
        public void receive(Message message) {
            Object content = message.hasArray()
                    ? new String(message.getArray(), message.getOffset(), message.getLength(), StandardCharsets.UTF_8)
                    : message.getObject();
            synchronized (this) {
                shown.add(new Heard(message.src(), content, message.dest() == null));
            }
            also.receive(message);
        }

        synchronized List<Object> shown() {
            return List.copyOf(shown);
        }

        List<Heard> heard() {
            return shown().stream()
                    .filter(Heard.class::isInstance)
                    .map(Heard.class::cast)
                    .toList();
        }

        List<View> views() {
            return shown().stream()
                    .filter(View.class::isInstance)
                    .map(View.class::cast)
                    .toList();
        }
    }

    ChannelGroup(Path folder) throws Exception {
        this.folder = folder;
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(folder.resolve("passphrase"), "swordfish\n");
        Authority authority = keys.found("chat", secret);
        for (String name : NAMES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        keys.issue(authority, new Principal(Principal.Kind.MEMBER, "eve"), secret);
        keys.issue(authority, new Principal(Principal.Kind.SENSOR, "suricata-alice"), secret);
        keys.issue(authority, new Principal(Principal.Kind.OPERATOR, "olga"), secret);
    }

    /** The XML of one member, without saying which. */
    String xml(String store) {
        return """
                <config xmlns="urn:org:jgroups">
                    <org.testudo.sicp.SICP group="chat" store="%s" trust="%s" passphrase_file="%s"/>
                    <org.testudo.failuredetector.FAILURE_DETECTOR/>
                    <org.testudo.attackdetector.ATTACK_DETECTOR/>
                    <org.testudo.abcast.ABCAST%s/>
                    <org.testudo.membership.MEMBERSHIP max_faulty="1" join_timeout="60s"
                        members="%s"
                        keys="%s"/>
                    <org.testudo.stack.LANES%s/>%s
                </config>
                """.formatted(
                        file(store + ".p12"),
                        file(KeyFolder.AUTHORITY_CERTIFICATE),
                        file("passphrase"),
                        ordering,
                        addresses(),
                        cards(),
                        lanes,
                        above);
    }

    String addresses() {
        return NAMES.stream()
                .map(name -> name + "[127.0.0.1:" + ports.get(NAMES.indexOf(name)) + "]")
                .collect(Collectors.joining(","));
    }

    private String cards() {
        return NAMES.stream()
                .map(name -> name + "[" + file(name + ".pem") + "]")
                .collect(Collectors.joining(","));
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    static JChannel channel(String xml) throws Exception {
        return new JChannel(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    Application application(String name) throws Exception {
        Application application = new Application(channel(xml(name)).name(name));
        applications.put(name, application);
        return application;
    }

    /** Makes a channel for each member, and connects them all. */
    void start() throws Exception {
        for (String name : NAMES) application(name);
        connect();
    }

    /** Returns when all are connected. */
    void connect() throws Exception {
        List<CompletableFuture<Void>> connecting = new ArrayList<>();
        for (Application each : applications.values()) connecting.add(connecting(each.channel));
        for (CompletableFuture<Void> each : connecting) each.get(60, TimeUnit.SECONDS);
    }

    static CompletableFuture<Void> connecting(JChannel channel) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        channel.connect("chat");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "connect " + channel.getName()).start());
    }

    Application of(String name) {
        return applications.get(name);
    }

    @Override
    public void close() {
        applications.values().forEach(each -> each.channel.close());
    }
}

package org.testudo.benchmarks.attacks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jgroups.JChannel;
import org.testudo.stack.FreePorts;

/** An outsider that TLS has let in, and that joins a stock group as members do. */
final class Intruder implements AutoCloseable {
    private static final String NAME = "eve";

    private final Besieged group;
    private final JChannel channel;

    private Intruder(Besieged group, JChannel channel) {
        this.group = group;
        this.channel = channel;
    }

    static Intruder join(Besieged group, Shown shown) throws Exception {
        String xml = Stack.STOCK_TLS.xml(group.stage(), "alice");
        System.setProperty("bench.keystore", shown.store().toString());
        System.setProperty("bench.port", String.valueOf(FreePorts.find()));
        JChannel channel = new JChannel(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).name(NAME);
        try {
            channel.connect("bench");
            return new Intruder(group, channel);
        } catch (Exception e) {
            channel.close();
            throw e;
        }
    }

    /** Whether a member has it in its view. */
    boolean isIn() throws InterruptedException {
        return group.await(
                Duration.ofSeconds(10), () -> group.look("alice").view().contains(NAME));
    }

    @Override
    public void close() {
        channel.close();
    }
}

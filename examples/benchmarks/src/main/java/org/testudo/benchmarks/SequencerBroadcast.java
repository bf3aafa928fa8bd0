package org.testudo.benchmarks;

import java.io.InputStream;
import java.util.function.Consumer;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;

/** A member of a group of JGroups' SEQUENCER. */
final class SequencerBroadcast implements Broadcast {
    private final JChannel channel;

    private SequencerBroadcast(JChannel channel) {
        this.channel = channel;
    }

    /** @param xml the stack, a resource beside this class */
    static Opener with(String xml, boolean tls) {
        return (stage, self, delivered) -> new SequencerBroadcast(connected(xml, tls, stage, self, delivered));
    }

    private static JChannel connected(String xml, boolean tls, Stage stage, String self, Consumer<byte[]> delivered)
            throws Exception {
        stage.peerProperties(self).forEach(System::setProperty);
        System.setProperty("bench.tls", String.valueOf(tls));
        try (InputStream stack = SequencerBroadcast.class.getResourceAsStream(xml)) {
            if (stack == null) throw new IllegalStateException(xml + " is missing in the jar");
            JChannel channel = new JChannel(stack).name(self);
            channel.setReceiver(new Receiver() {
                @Override
                public void receive(Message message) {
                    byte[] payload = new byte[message.getLength()];
                    System.arraycopy(message.getArray(), message.getOffset(), payload, 0, payload.length);
                    delivered.accept(payload);
                }
            });
            channel.connect("bench");
            return channel;
        }
    }

    @Override
    public void send(byte[] payload) throws Exception {
        channel.send(new BytesMessage(null, payload));
    }

    @Override
    public int members() {
        return channel.view().size();
    }

    @Override
    public void close() {
        channel.close();
    }
}

package org.testudo.benchmarks;

import java.io.InputStream;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;

/** A member of a group of JGroups' SEQUENCER. */
final class SequencerBroadcast implements Broadcast {
    private final JChannel channel;

    private SequencerBroadcast(JChannel channel) {
        this.channel = channel;
    }

    /** @param xml the stack, a resource beside this class */
    static Opener with(String xml, boolean tls) {
        return (stage, self, receiver) -> new SequencerBroadcast(connected(xml, tls, stage, self, receiver));
    }

    private static JChannel connected(String xml, boolean tls, Stage stage, String self, Receiver receiver)
            throws Exception {
        stage.peerProperties(self).forEach(System::setProperty);
        System.setProperty("bench.tls", String.valueOf(tls));
        try (InputStream stack = SequencerBroadcast.class.getResourceAsStream(xml)) {
            if (stack == null) throw new IllegalStateException(xml + " is missing in the jar");
            JChannel channel = new JChannel(stack).name(self);
            channel.setReceiver(new org.jgroups.Receiver() {
                @Override
                public void receive(Message message) {
                    byte[] payload = new byte[message.getLength()];
                    System.arraycopy(message.getArray(), message.getOffset(), payload, 0, payload.length);
                    receiver.delivered(payload);
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

package org.testudo.benchmarks;

import java.io.InputStream;
import java.util.function.Consumer;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;

/** A member of a group of JGroups' SEQUENCER. */
final class SequencerBroadcast implements Broadcast {
    private static final String STACK = "sequencer-tls.xml";

    private final JChannel channel;

    private SequencerBroadcast(JChannel channel) {
        this.channel = channel;
    }

    static Broadcast open(Stage stage, String self, Consumer<byte[]> delivered) throws Exception {
        stage.peerProperties(self).forEach(System::setProperty);
        try (InputStream stack = SequencerBroadcast.class.getResourceAsStream(STACK)) {
            if (stack == null) throw new IllegalStateException(STACK + " is missing in the jar");
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
            return new SequencerBroadcast(channel);
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

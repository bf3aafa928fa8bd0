package org.testudo.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.cli.FasterTls;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.Groups;

/** A member of a group of Testudo's, with the configuration of its stage and its door for clients open, as testudo up runs it. */
final class TestudoBroadcast implements Broadcast {
    private final Group group;

    private TestudoBroadcast(Group group) {
        this.group = group;
    }

    static Broadcast open(Stage stage, String self, Receiver receiver) {
        FasterTls.use();
        GroupListener listener = new GroupListener() {
            @Override
            public void onDelivery(Delivery delivery) {
                receiver.delivered(delivery.payload());
            }
        };
        return new TestudoBroadcast(Groups.open(
                ConfigFile.load(stage.configuration(), Map.of("group.self", self)), new Service(receiver), listener));
    }

    /**
     * The service that clients ask. Its state has what was delivered, too: a member that is far behind is given the state in
     * place of deliveries, and must not count them as lost.
     */
    private static final class Service implements StateMachine, Snapshots {
        private final KeyValueService values = new KeyValueService();
        private final Receiver receiver;

        Service(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public byte[] apply(Delivery operation) {
            return values.apply(operation);
        }

        @Override
        public byte[] query(Principal client, byte[] question) {
            return values.query(client, question);
        }

        @Override
        public byte[] digest() {
            return values.digest();
        }

        @Override
        public void writeSnapshot(OutputStream out) throws IOException {
            DataOutputStream to = new DataOutputStream(out);
            receiver.write(to);
            to.flush();
            values.writeSnapshot(out);
        }

        @Override
        public void readSnapshot(InputStream in) throws IOException {
            receiver.read(new DataInputStream(in));
            values.readSnapshot(in);
        }
    }

    @Override
    public void send(byte[] payload) {
        group.submit(payload);
    }

    @Override
    public int members() {
        return group.view().members().size();
    }

    @Override
    public long view() {
        return group.view().id();
    }

    @Override
    public String leader() {
        return group.status().leader().map(MemberId::name).orElse("");
    }

    @Override
    public void close() {
        group.close();
    }
}

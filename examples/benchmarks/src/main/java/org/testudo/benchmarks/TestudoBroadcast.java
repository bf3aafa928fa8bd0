package org.testudo.benchmarks;

import java.util.Map;
import java.util.function.Consumer;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.Groups;

/** A member of a group of Testudo's, with the configuration of its stage and its door for clients open, as testudo up runs it. */
final class TestudoBroadcast implements Broadcast {
    private final Group group;

    private TestudoBroadcast(Group group) {
        this.group = group;
    }

    static Broadcast open(Stage stage, String self, Consumer<byte[]> delivered) {
        GroupListener listener = new GroupListener() {
            @Override
            public void onDelivery(Delivery delivery) {
                delivered.accept(delivery.payload());
            }
        };
        return new TestudoBroadcast(Groups.open(
                ConfigFile.load(stage.configuration(), Map.of("group.self", self)), new KeyValueService(), listener));
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
    public String leader() {
        return group.status().leader().map(MemberId::name).orElse("");
    }

    @Override
    public void close() {
        group.close();
    }
}

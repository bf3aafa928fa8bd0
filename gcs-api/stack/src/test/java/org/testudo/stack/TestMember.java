package org.testudo.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.stack.AddressGenerator;
import org.jgroups.stack.Protocol;
import org.testudo.api.MemberId;

/** One member of a group of hosts, in this JVM. */
final class TestMember implements AutoCloseable {
    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30)); // the machine may be busy with other builds
    }

    private static final AtomicInteger CLUSTER = new AtomicInteger();

    final MemberId id;
    final TestKeys.CountingVerifier verifier = new TestKeys.CountingVerifier();
    final LoopbackTransport transport;
    final TALK talk = new TALK();
    final JChannel channel;

    private TestMember(MemberId id, String cluster, Consumer<TestMember> prepare, List<Protocol> above)
            throws Exception {
        this.id = id;
        transport = new LoopbackTransport(id, verifier);
        List<Protocol> protocols = new ArrayList<>(List.of(transport, talk));
        protocols.addAll(above);
        channel = new JChannel(protocols);
        channel.setName(id.name());
        channel.addAddressGenerator(new AddressGenerator() {
            @Override
            @Deprecated
            public Address generateAddress() {
                return LoopbackTransport.address(id);
            }

            @Override
            public Address generateAddress(String name) {
                return LoopbackTransport.address(id);
            }
        });
        prepare.accept(this);
        channel.connect(cluster);
    }

    static TestMember alone(Protocol... above) throws Exception {
        return new TestMember(LoopbackTransport.MEMBERS.get(0), nextCluster(), it -> {}, List.of(above));
    }

    static TestMember prepared(Consumer<TestMember> prepare, Protocol... above) throws Exception {
        return new TestMember(LoopbackTransport.MEMBERS.get(0), nextCluster(), prepare, List.of(above));
    }

    static List<TestMember> group(int size) throws Exception {
        String cluster = nextCluster();
        List<TestMember> members = new ArrayList<>();
        for (MemberId id : LoopbackTransport.MEMBERS.subList(0, size)) {
            members.add(new TestMember(id, cluster, it -> {}, List.of()));
        }
        return members;
    }

    private static String nextCluster() {
        return "test-" + CLUSTER.incrementAndGet();
    }

    StackRuntime runtime() {
        return talk.runtime();
    }

    /** Keeps the loop busy until the latch is counted down. */
    CountDownLatch blockLoop() {
        CountDownLatch busy = new CountDownLatch(1);
        talk.tellCore(core -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return busy;
    }

    @Override
    public void close() {
        channel.close();
    }
}

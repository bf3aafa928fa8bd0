package org.testudo.stack;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.util.UUID;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** A transport within this JVM whose addresses and keys follow from names: stands where SICP stands. */
public final class LoopbackTransport extends SHARED_LOOPBACK implements SecureTransport {
    static final List<MemberId> MEMBERS =
            List.of(new MemberId("alice"), new MemberId("bob"), new MemberId("carol"), new MemberId("dave"));

    static {
        ClassConfigurator.addProtocol((short) 2_000, LoopbackTransport.class);
    }

    private final MemberId self;
    private final Verifier verifier;
    private final TestKeys keys;
    final List<Long> installed = new CopyOnWriteArrayList<>();
    volatile boolean stopped;

    LoopbackTransport(MemberId self, Verifier verifier) {
        this.self = self;
        this.verifier = verifier;
        keys = new TestKeys(self);
        setBundlerType("no-bundler");
        setMessageProcessingPolicy("direct");
    }

    static Genesis genesis() {
        List<Genesis.Founder> founders = MEMBERS.stream()
                .map(it -> new Genesis.Founder(it, Digest.ZERO, TestKeys.statementKey(it), List.of()))
                .toList();
        return new Genesis(
                "test",
                Digest.ZERO,
                new Quorum(4, 1, FaultModel.BYZANTINE),
                founders,
                List.of(),
                List.of(),
                new byte[0]);
    }

    static GroupLife life() {
        return genesis().life("test life");
    }

    static Address address(MemberId member) {
        byte[] digest = Digest.of(out -> out.writeText(member.name())).toBytes();
        return new UUID(
                ByteBuffer.wrap(digest).getLong(), ByteBuffer.wrap(digest).getLong(8));
    }

    @Override
    public StackContext context() {
        Origin origin = Origin.of(self, TestKeys.statementKey(self), 1);
        return new StackContext(
                genesis(),
                genesis().firstView(life()),
                Lives.only(life()),
                origin,
                keys,
                verifier,
                keys.newViewKeys(2));
    }

    @Override
    public Address addressOf(MemberId member) {
        return address(member);
    }

    @Override
    public void installed(ViewRecord view) {
        installed.add(view.id());
    }

    @Override
    public void stop() {
        stopped = true;
        super.stop();
    }

    /** Sends bytes of any kind to another member's core, as an attacker would. */
    void inject(MemberId to, short protocol, byte[] frame) {
        down(new BytesMessage(address(to), frame).putHeader(protocol, new CoreHeader()));
    }
}

package org.testudo.failuredetector;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.jgroups.util.MessageBatch;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.failuredetector.core.DetectorCodec;
import org.testudo.failuredetector.core.DetectorMessage;
import org.testudo.failuredetector.core.HeartbeatDetector;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.SecureTransport;
import org.testudo.stack.StackContext;

/**
 * Suspects silent peers, locally and revocably; announces {@link Suspected} and {@link Restored}. Stands right above the
 * transport, because it takes every message that passes for a sign of life (FD-1).
 */
@MBean(description = "Revocable suspicion of the silent")
public class FAILURE_DETECTOR extends CoreHost<DetectorMessage> implements ConfigSource {
    static {
        Ids.register(Ids.FAILURE_DETECTOR, FAILURE_DETECTOR.class);
    }

    @Property(
            description = "A heartbeat is sent to a peer after this much silence towards it",
            type = AttributeType.TIME)
    protected long interval = FailureDetectorConfig.defaults().interval().toMillis();

    @Property(description = "No peer is suspected after less silence than this", type = AttributeType.TIME)
    protected long floor = FailureDetectorConfig.defaults().floor().toMillis();

    @Property(description = "Every peer is suspected after more silence than this", type = AttributeType.TIME)
    protected long ceiling = FailureDetectorConfig.defaults().ceiling().toMillis();

    /** A heartbeat as a frame: its lane and its kind. */
    private static final int HEARTBEAT_BYTES = 2;

    private final ConcurrentSkipListSet<MemberId> suspects = new ConcurrentSkipListSet<>();
    private final LongAdder suspicions = new LongAdder();
    private FailureDetectorConfig config;
    private SecureTransport transport;
    private Traffic traffic;

    /** Sets it up as the configuration says; before the channel connects. */
    public FAILURE_DETECTOR configure(FailureDetectorConfig settings) {
        interval = settings.interval().toMillis();
        floor = settings.floor().toMillis();
        ceiling = settings.ceiling().toMillis();
        return this;
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        builder.failureDetector(settings());
    }

    private FailureDetectorConfig settings() {
        return new FailureDetectorConfig(
                Duration.ofMillis(interval), Duration.ofMillis(floor), Duration.ofMillis(ceiling));
    }

    /** Whom this member suspects now. */
    @ManagedAttribute(description = "Whom this member suspects now")
    public String getSuspects() {
        return new TreeSet<>(suspects).toString();
    }

    /** How often this member has come to suspect a peer. */
    @ManagedAttribute(description = "How often this member has come to suspect a peer", type = AttributeType.SCALAR)
    public long getSuspicions() {
        return suspicions.sum();
    }

    @Override
    public void init() throws Exception {
        super.init();
        config = settings();
        transport = (SecureTransport) getProtocolStack().getBottomProtocol();
        traffic = new Traffic(config.interval().dividedBy(4).toNanos(), this::tell);
    }

    @Override
    protected MessageCodec<DetectorMessage> newCodec(StackContext context) {
        return new DetectorCodec();
    }

    @Override
    protected ProtocolCore<DetectorMessage> newCore(StackContext context) {
        return new HeartbeatDetector(context.self(), settings());
    }

    @Override
    protected void onInstalled(ViewRecord view) {
        Map<Address, MemberId> peers = new HashMap<>();
        for (Occupant occupant : view.occupants()) {
            MemberId member = occupant.member();
            if (!member.equals(context().self())) peers.put(transport.addressOf(member), member);
        }
        traffic.peers(peers, System.nanoTime());
        suspects.removeIf(member -> view.occupant(member).isEmpty());
    }

    @Override
    protected void onAnnounced(Notice notice) {
        if (notice instanceof Restored it) suspects.remove(it.member());
        else if (notice instanceof Suspected it && suspects.add(it.member())) suspicions.increment();
    }

    /** A heartbeat is traffic and nothing else: it says nothing that would have to be read. Probes and echoes go on. */
    @Override
    public Object up(Message message) {
        traffic.heard(message.src(), System.nanoTime());
        return isHeartbeat(message) ? null : super.up(message);
    }

    @Override
    public void up(MessageBatch batch) {
        if (batch.isEmpty()) return;
        traffic.heard(batch.sender(), System.nanoTime());
        for (var each = batch.iterator(); each.hasNext(); ) {
            if (isHeartbeat(each.next())) each.remove();
        }
        if (!batch.isEmpty()) super.up(batch);
    }

    @Override
    public Object down(Message message) {
        traffic.told(message.dest(), System.nanoTime());
        return super.down(message);
    }

    private boolean isHeartbeat(Message message) {
        return message.getHeader(id) != null && message.getLength() <= HEARTBEAT_BYTES;
    }
}

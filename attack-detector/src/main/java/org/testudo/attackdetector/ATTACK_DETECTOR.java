package org.testudo.attackdetector;

import java.util.concurrent.atomic.LongAdder;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.conf.AttributeType;
import org.testudo.api.Notice;
import org.testudo.attackdetector.core.AttackDetectorCore;
import org.testudo.attackdetector.core.NoMessages;
import org.testudo.attackdetector.core.SensorSuspected;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.StackContext;

/** Turns sensors' reports and evidence of misbehaviour into accusations. Its policy is that of the genesis (AD-11). */
@MBean(description = "Accusations from sensors' reports and from evidence")
public class ATTACK_DETECTOR extends CoreHost<Void> {
    static {
        Ids.register(Ids.ATTACK_DETECTOR, ATTACK_DETECTOR.class);
    }

    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder accusations = new LongAdder();
    private final LongAdder sensorDoubts = new LongAdder();

    /** Reports that were taken, repetitions included. */
    @ManagedAttribute(description = "Reports that were taken, repetitions included", type = AttributeType.SCALAR)
    public long getTaken() {
        return taken.sum();
    }

    /** Reports that were refused. */
    @ManagedAttribute(description = "Reports that were refused", type = AttributeType.SCALAR)
    public long getRefused() {
        return refused.sum();
    }

    /** Reports that were asked to come later. */
    @ManagedAttribute(description = "Reports that were asked to come later", type = AttributeType.SCALAR)
    public long getDeferred() {
        return deferred.sum();
    }

    /** Accusations handed to the membership, repetitions included. */
    @ManagedAttribute(
            description = "Accusations handed to the membership, repetitions included",
            type = AttributeType.SCALAR)
    public long getAccusations() {
        return accusations.sum();
    }

    /** How often a sensor was suspected. */
    @ManagedAttribute(description = "How often a sensor was suspected", type = AttributeType.SCALAR)
    public long getSensorDoubts() {
        return sensorDoubts.sum();
    }

    @Override
    protected MessageCodec<Void> newCodec(StackContext context) {
        return new NoMessages();
    }

    @Override
    protected ProtocolCore<Void> newCore(StackContext context) {
        return new AttackDetectorCore(context.self(), policy(context.genesis().policy()));
    }

    private static Policy policy(byte[] encoded) {
        try {
            return WireReader.whole(encoded, Policy::read);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(
                    "genesis: its attack policy cannot be read (" + e.getMessage() + "); encode one of this version",
                    e);
        }
    }

    @Override
    protected void onAnnounced(Notice notice) {
        if (notice instanceof ReportAnswered it) (it.taken() ? taken : it.retry() ? deferred : refused).increment();
        else if (notice instanceof Accused) accusations.increment();
        else if (notice instanceof SensorSuspected) sensorDoubts.increment();
    }
}

package org.testudo.attackdetector;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.testudo.api.Notice;
import org.testudo.attackdetector.core.AttackDetectorCore;
import org.testudo.attackdetector.core.NoMessages;
import org.testudo.attackdetector.core.SensorSuspected;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.OperatorConfig;
import org.testudo.config.SensorConfig;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.Convicted;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.NamedList;
import org.testudo.stack.StackContext;

/** Turns sensors' reports and evidence of misbehaviour into accusations. Its policy is that of the genesis (AD-11). */
@MBean(description = "Accusations from sensors' reports and from evidence")
public class ATTACK_DETECTOR extends CoreHost<Void> implements ConfigSource {
    static {
        Ids.register(Ids.ATTACK_DETECTOR, ATTACK_DETECTOR.class);
    }

    @Property(description = "Whether an accusation excludes; false: the group only says what it would do")
    protected boolean enforce;

    @Property(description = "YAML file of rules, equal at all members; empty: the standard policy")
    protected String policy = "";

    @Property(description = "Whose host each sensor watches: suricata-alice[alice]")
    protected String sensors = "";

    @Property(description = "The public card of each sensor: suricata-alice[keys/suricata-alice.pem]")
    protected String sensor_keys = "";

    @Property(description = "The public card of each operator: olga[keys/olga.pem]")
    protected String operators = "";

    @Property(description = "How many operators have to approve what operators tell the group; 0: a majority")
    protected int operator_approvals;

    @Property(description = "Folder in which this member keeps evidence, one file each; empty: it keeps none")
    protected String evidence = "";

    private Optional<EvidenceFolder> kept = Optional.empty();
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder accusations = new LongAdder();
    private final LongAdder sensorDoubts = new LongAdder();

    /** Sets the attributes as the configuration says; before the channel connects. */
    public ATTACK_DETECTOR configure(GroupConfig config) {
        enforce = config.attackDetector().enforce();
        policy = config.attackDetector().policy();
        evidence = config.attackDetector().evidence();
        Map<String, String> watched = new LinkedHashMap<>();
        Map<String, String> cards = new LinkedHashMap<>();
        for (SensorConfig each : config.sensors()) {
            watched.put(each.id(), each.watches());
            cards.put(each.id(), each.key());
        }
        Map<String, String> people = new LinkedHashMap<>();
        for (OperatorConfig each : config.operators()) people.put(each.id(), each.key());
        sensors = NamedList.print("ATTACK_DETECTOR sensors", watched);
        sensor_keys = NamedList.print("ATTACK_DETECTOR sensor_keys", cards);
        operators = NamedList.print("ATTACK_DETECTOR operators", people);
        operator_approvals = config.operatorApprovals();
        return this;
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        Map<String, String> watched = NamedList.parse("ATTACK_DETECTOR sensors", sensors);
        Map<String, String> cards = NamedList.parse("ATTACK_DETECTOR sensor_keys", sensor_keys);
        if (!watched.keySet().equals(cards.keySet())) {
            throw new IllegalArgumentException("ATTACK_DETECTOR sensor_keys: names " + cards.keySet()
                    + ", but sensors names " + watched.keySet() + "; name each sensor in both");
        }
        builder.attackDetector(new AttackDetectorConfig(enforce, policy, evidence));
        watched.forEach((id, member) -> builder.sensor(id, member, cards.get(id)));
        NamedList.parse("ATTACK_DETECTOR operators", operators).forEach(builder::operator);
        if (operator_approvals != 0) builder.operatorApprovals(operator_approvals);
    }

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
    public void start() throws Exception {
        if (!evidence.isBlank()) kept = Optional.of(new EvidenceFolder(Path.of(evidence)));
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        kept.ifPresent(EvidenceFolder::close);
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
        else if (notice instanceof Misbehaved it) kept.ifPresent(folder -> folder.keep(it.evidence()));
        else if (notice instanceof Convicted it) kept.ifPresent(folder -> folder.keep(it.evidence()));
        else if (notice instanceof SensorSuspected) sensorDoubts.increment();
    }
}

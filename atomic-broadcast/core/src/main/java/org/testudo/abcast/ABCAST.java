package org.testudo.abcast;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.testudo.abcast.core.AbcastCodec;
import org.testudo.abcast.core.AbcastCore;
import org.testudo.abcast.core.AbcastMessage;
import org.testudo.abcast.core.AbcastSettings;
import org.testudo.abcast.core.Self;
import org.testudo.api.Notice;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.ClockDiffers;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.notice.OwnClockOff;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.stack.ConfigSource;
import org.testudo.stack.CoreHost;
import org.testudo.stack.Ids;
import org.testudo.stack.StackContext;

/**
 * Atomic broadcast: every correct member delivers the same requests in the same order, while at most f members of a view are
 * faulty (AB-1). Announces {@link EpochEntered} when it goes on under a leader, {@code Misbehaved} with the evidence when a
 * member contradicts itself, and {@link Refused} when a bound stops it. Stands below the membership.
 */
@MBean(description = "Atomic broadcast that tolerates Byzantine members")
public class ABCAST extends CoreHost<AbcastMessage> implements ConfigSource {
    static {
        Ids.register(Ids.ABCAST, ABCAST.class);
    }

    private static final OrderingConfig DEFAULTS = OrderingConfig.defaults();

    @Property(description = "Slots that may be under way at once; equal at all members")
    protected int window = DEFAULTS.window();

    @Property(description = "The most requests in one slot; equal at all members")
    protected int max_batch = DEFAULTS.maxBatch();

    @Property(description = "The largest payload; equal at all members", type = AttributeType.BYTES)
    protected int max_payload = DEFAULTS.maxPayload();

    @Property(description = "Requests that one origin may have pending; equal at all members")
    protected int pool_per_origin = DEFAULTS.poolPerOrigin();

    @Property(description = "Delivered slots kept; at the limit the ordering stops", type = AttributeType.BYTES)
    protected long log_limit = DEFAULTS.logLimit();

    @Property(description = "Slots from one checkpoint to the next, 0: none; equal at all members")
    protected int checkpoint_interval = DEFAULTS.checkpointInterval();

    @Property(
            description = "A request pending for longer is a complaint of the leader; doubles with each change",
            type = AttributeType.TIME)
    protected long timeout = DEFAULTS.timeout().toMillis();

    @Property(description = "The same for commands that may change the membership", type = AttributeType.TIME)
    protected long control_timeout = DEFAULTS.controlTimeout().toMillis();

    @Property(description = "How far a proposal's time may be from this member's clock", type = AttributeType.TIME)
    protected long skew = DEFAULTS.skew().toMillis();

    @Property(
            description = "After this long without a request the leader proposes an empty batch",
            type = AttributeType.TIME)
    protected long idle = DEFAULTS.idle().toMillis();

    @Property(description = "The most client sessions open at once")
    protected int sessions = DEFAULTS.sessions();

    @Property(
            description = "How long a start waits for founders that are missing before the group forms without them",
            type = AttributeType.TIME)
    protected long formation_wait = DEFAULTS.formationWait().toMillis();

    @Property(description = "What is kept on disk: none, or file")
    protected String journal = name(DEFAULTS.journal());

    @Property(description = "Folder in which the member has a journal in a folder of its name; empty: journal")
    protected String journal_path = DEFAULTS.journalPath();

    private volatile String leader = "none";
    private volatile String refused = "nothing";
    private volatile String clock = "nothing";

    /** Sets it up as the configuration says; before the channel connects. */
    public ABCAST configure(OrderingConfig config) {
        window = config.window();
        max_batch = config.maxBatch();
        max_payload = config.maxPayload();
        pool_per_origin = config.poolPerOrigin();
        log_limit = config.logLimit();
        checkpoint_interval = config.checkpointInterval();
        timeout = config.timeout().toMillis();
        control_timeout = config.controlTimeout().toMillis();
        skew = config.skew().toMillis();
        idle = config.idle().toMillis();
        sessions = config.sessions();
        formation_wait = config.formationWait().toMillis();
        journal = name(config.journal());
        journal_path = config.journalPath();
        return this;
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {
        builder.ordering(config());
    }

    /** Who leads, in which view and epoch, for people. */
    @ManagedAttribute(description = "Who leads, in which view and epoch")
    public String getLeader() {
        return leader;
    }

    /** What this layer last refused, and why, for people. */
    @ManagedAttribute(description = "What was last refused, and why")
    public String getRefused() {
        return refused;
    }

    /** What was last seen of a wall clock that differs too much (AB-27), for people. */
    @ManagedAttribute(description = "What was last seen of a wall clock that differs too much from others'")
    public String getClock() {
        return clock;
    }

    @Override
    protected MessageCodec<AbcastMessage> newCodec(StackContext context) {
        return new AbcastCodec(context.lives(), window);
    }

    @Override
    protected ProtocolCore<AbcastMessage> newCore(StackContext context) {
        return new AbcastCore(
                new Self(context.origin(), context.genesis(), context.firstViewKeys()), AbcastSettings.of(config()));
    }

    @Override
    protected void onAnnounced(Notice notice) {
        if (notice instanceof EpochEntered it) leader = it.describe();
        else if (notice instanceof Refused it) refused = it.describe();
        else if (notice instanceof OwnClockOff || notice instanceof ClockDiffers) clock = notice.describe();
    }

    OrderingConfig config() {
        return new OrderingConfig(
                DEFAULTS.protocol(),
                window,
                max_batch,
                max_payload,
                pool_per_origin,
                log_limit,
                checkpoint_interval,
                Duration.ofMillis(timeout),
                Duration.ofMillis(control_timeout),
                Duration.ofMillis(skew),
                Duration.ofMillis(idle),
                sessions,
                Duration.ofMillis(formation_wait),
                kind(),
                journal_path);
    }

    private JournalKind kind() {
        return Arrays.stream(JournalKind.values())
                .filter(each -> name(each).equals(journal))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("ABCAST journal: '" + journal + "' is unknown; use none or file"));
    }

    private static String name(JournalKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

package org.testudo.stack;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.UpHandler;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.StateTransferInfo;
import org.jgroups.util.StateTransferResult;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;

/**
 * Makes what {@link Receiver#getState} writes a share of the group's checkpoints, so that nobody is given a state that a quorum
 * has not signed (AB-8, GM-25). Stands above {@link LANES} in the stack of a plain {@code JChannel}.
 *
 * <p>{@code getState} of the application is called at each checkpoint and must write the same bytes at every member;
 * {@code setState} is called when this member is given the group's state in place of messages that the others have forgotten,
 * and must replace what the application had. Both are called on the thread that delivers messages to all, between two of them.
 *
 * <p>{@code JChannel.getState} asks no member for anything: it returns once the application has all that the group had ordered
 * when it was called, whether as a state, as messages, or as both. The target is not looked at.
 */
@MBean(description = "Serves the state of the application by the group's checkpoints")
public class STATE extends Protocol implements ConfigSource {
    static {
        Ids.register(Ids.STATE, STATE.class);
    }

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    @Property(
            description = "The largest state; who has a larger one takes no part in checkpoints; equal at all members",
            type = AttributeType.BYTES)
    protected long max_bytes = 256L << 20;

    private ChannelState state;
    private LANES lanes;
    private boolean checkpoints = true;

    @ManagedAttribute(description = "Bytes of the state as it was written last", type = AttributeType.BYTES)
    public long getWritten() {
        return state.written();
    }

    @ManagedAttribute(description = "How many states of the group the application was given")
    public long getTaken() {
        return state.taken();
    }

    @Override
    public void init() throws Exception {
        super.init();
        if (max_bytes <= 0) throw new IllegalArgumentException("STATE max_bytes: " + max_bytes + " is not positive");
        lanes = lanesBelow();
        requireTop();
        state = new ChannelState(this::pass, max_bytes);
        lanes.state(state);
    }

    private LANES lanesBelow() {
        for (Protocol each = down_prot; each != null; each = each.getDownProtocol()) {
            if (each instanceof LANES found) return found;
        }
        throw new IllegalStateException("STATE: LANES is not below it; put STATE above LANES");
    }

    /**
     * A dispatcher on the channel takes the state alone: {@code JChannel} would have both it and its receiver write theirs, and
     * one of them read it.
     */
    private void pass(Event event) {
        UpHandler dispatcher = stack.getChannel().getUpHandler();
        if (dispatcher == null) up_prot.up(event);
        else MapState.behind(dispatcher).ifPresentOrElse(map -> map.pass(event), () -> dispatcher.up(event));
    }

    @Override
    public void start() throws Exception {
        super.start();
        up_prot.up(new Event(
                Event.CONFIG,
                Map.of("state_transfer", true, "protocol_class", getClass().getName())));
    }

    /** What stands above would be asked for its state by JGroups' rules, or hide who is. */
    private void requireTop() {
        if (up_prot == stack) return;
        throw new IllegalStateException(
                "STATE: " + up_prot.getName() + " is above it; put " + up_prot.getName() + " between LANES and STATE");
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {}

    @Override
    public void agree(GroupConfig config) {
        checkpoints = config.ordering().checkpointInterval() > 0;
    }

    @Override
    public Object down(Event event) {
        switch (event.type()) {
            case Event.GET_STATE -> {
                answer(event.arg());
                return null;
            }
            case Event.CONNECT, Event.CONNECT_WITH_STATE_TRANSFER -> requireState(stack.getChannel());
            default -> {}
        }
        return down_prot.down(event);
    }

    /**
     * The answer comes before the call returns, so that none of a call that has given up meets a later one.
     *
     * @throws IllegalStateException if the caller is the thread that would bring the state
     */
    private void answer(StateTransferInfo asked) {
        StateTransferResult result;
        try {
            boolean forEver = asked.timeout <= 0 || asked.timeout > FOR_EVER.toMillis();
            lanes.catchUp(forEver ? FOR_EVER : Duration.ofMillis(asked.timeout));
            result = new StateTransferResult();
        } catch (TestudoException e) {
            result = new StateTransferResult(e);
        }
        up_prot.up(new Event(Event.STATE_TRANSFER_INPUTSTREAM_CLOSED, result));
    }

    /** Sooner than at the first checkpoint; a dispatcher does not show what it calls. */
    private void requireState(JChannel channel) {
        Receiver receiver = channel.getReceiver();
        if (!checkpoints || receiver == null || channel.getUpHandler() != null) return;
        if (implementing(receiver, "getState", OutputStream.class)
                && implementing(receiver, "setState", InputStream.class)) return;
        throw new IllegalStateException(
                "STATE: " + receiver.getClass().getName() + " does not implement both; " + ChannelState.REMEDY);
    }

    private static boolean implementing(Receiver receiver, String method, Class<?> parameter) {
        try {
            return receiver.getClass().getMethod(method, parameter).getDeclaringClass() != Receiver.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every receiver has " + method, e);
        }
    }
}

package org.testudo.stack;

import java.time.Duration;
import java.util.Optional;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.COUNTER;
import org.jgroups.protocols.RSVP;
import org.jgroups.stack.Protocol;

/** Makes what serves an application on a plain {@code JChannel}, as the attributes of {@link LANES} say. */
final class ChannelParts {
    private ChannelParts() {}

    /** @throws IllegalStateException if a protocol stands above that cannot */
    static void requireFitting(LANES lanes) {
        if (above(lanes, RSVP.class).isEmpty()) return;
        throw new IllegalStateException(
                "RSVP: take it out of the stack; LANES honours the flag RSVP itself, and does not"
                        + " wait for each member");
    }

    static ChannelSide channel(LANES lanes, StackRuntime runtime) {
        HeaderRules rules = HeaderRules.parse(lanes.getName(), lanes.headers);
        Optional<COUNTER> counter = above(lanes, COUNTER.class);
        if (counter.isPresent()) {
            rules.allow(ClassConfigurator.getProtocolId(COUNTER.class), COUNTER.CounterHeader.class.getName());
        }
        RequestIds.begin();
        return new ChannelSide(
                runtime,
                new ChannelMessage(rules, lanes.max_payload),
                new ChannelSide.Blocks(
                        new Calls(
                                CallsToOne.parse(lanes.calls_to_one),
                                () -> lanes.getProtocolStack().getChannel().getUpHandler()),
                        counter.map(it -> names(lanes, it))),
                Duration.ofMillis(lanes.send_timeout),
                () -> new PairWindow(lanes.pair_messages, lanes.pair_bytes),
                notice -> runtime.tell(lanes, notice),
                lanes.getUpProtocol()::up);
    }

    private static CounterNames names(LANES lanes, COUNTER counter) {
        return new CounterNames(
                CounterNames.requireFitting(lanes.counter_names, lanes.max_payload), counter, lanes::down);
    }

    private static <T extends Protocol> Optional<T> above(LANES lanes, Class<T> type) {
        for (Protocol each = lanes.getUpProtocol(); each != null; each = each.getUpProtocol()) {
            if (type.isInstance(each)) return Optional.of(type.cast(each));
        }
        return Optional.empty();
    }
}

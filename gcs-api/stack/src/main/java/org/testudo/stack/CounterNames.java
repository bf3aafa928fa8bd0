package org.testudo.stack;

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.protocols.COUNTER;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many counters there are at this member. JGroups' {@code COUNTER} takes memory for every name that it hears of, from
 * any member and for ever. The first member of the view tells who asks for one too many; backups, and who has become the first,
 * leave out what does not fit. Who only uses a counter keeps its name beside those that others give. Safe for use by several threads.
 */
final class CounterNames {
    private static final Logger LOG = LoggerFactory.getLogger(CounterNames.class);
    private static final String REMEDY =
            " is the most of counter_names; delete one, or raise that of LANES at all members";

    private final int most;
    private final Set<String> held;
    private final Consumer<Message> down;
    private final LongAdder refused = new LongAdder();
    /** Told by others since this member asked; {@code COUNTER} takes them when all have answered. */
    private final Set<String> coming = new LinkedHashSet<>();

    private final Set<Address> answered = new LinkedHashSet<>();
    private boolean asked;

    /**
     * For the counters of a protocol.
     *
     * @param most of them
     * @param down where answers go
     */
    CounterNames(int most, COUNTER counter, Consumer<Message> down) {
        this.most = most;
        this.down = down;
        held = held(counter);
    }

    /** @throws IllegalArgumentException if so many cannot be: what a member holds is told in one message */
    static int requireFitting(int names, int payload) {
        long bytes = (long) names * CounterBytes.MOST_BYTES + CounterBytes.MOST_BYTES;
        if (names >= 1 && names <= CounterBytes.MOST_COUNTERS && bytes <= payload) return names;
        throw new IllegalArgumentException("LANES counter_names: " + names + " is not from 1 to "
                + CounterBytes.MOST_COUNTERS + ", or takes more than the " + payload
                + " bytes of max_payload, with " + CounterBytes.MOST_BYTES + " for each; make it smaller");
    }

    private static Set<String> held(COUNTER counter) {
        try {
            Field counters = COUNTER.class.getDeclaredField("counters");
            counters.setAccessible(true);
            @SuppressWarnings("unchecked")
            Map<String, ?> all = (Map<String, ?>) counters.get(counter);
            return all.keySet();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("COUNTER of this JGroups has no counters; use version 5.5", e);
        }
    }

    /** What this member sends: who has become the first of the view asks all what they hold, and each answers that once. */
    synchronized void sent(Message message) {
        if (!CounterBytes.asksForAll(message)) return;
        asked = true;
        answered.clear();
        coming.clear();
    }

    /** Hands up what came from a member, as far as there is room: one after the other, so that the bound holds. */
    synchronized void receive(Message message, Consumer<Message> up) {
        Optional<String> made = CounterBytes.made(message);
        if (made.isPresent() && !fits(made.get())) refuse(message);
        else if (CounterBytes.tellsAll(message)) receiveAll(message, up);
        else up.accept(message);
    }

    private boolean fits(String name) {
        coming.removeIf(held::contains);
        return held.contains(name) || coming.contains(name) || held.size() + coming.size() < most;
    }

    private void refuse(Message request) {
        refused.increment();
        if (!CounterBytes.asksForOne(request)) return;
        Message answer = new BytesMessage(request.src(), CounterBytes.failure(request, "counter: " + most + REMEDY));
        for (Header each : request.getHeaders().values()) answer.putHeader(each.getProtId(), each);
        try {
            down.accept(answer);
        } catch (RuntimeException e) {
            LOG.debug("{} is not told that it gets no counter: {}", request.src(), e.getMessage());
        }
    }

    private void receiveAll(Message message, Consumer<Message> up) {
        if (!asked || !answered.add(message.src())) {
            refused.increment();
            return;
        }
        byte[] fitting = CounterBytes.only(message, this::taken);
        if (fitting.length < message.getLength()) refused.increment();
        up.accept(message.setArray(fitting, 0, fitting.length));
    }

    private boolean taken(String name) {
        if (!fits(name)) return false;
        if (!held.contains(name)) coming.add(name);
        return true;
    }

    /** Messages of members that were not handed up, or not all of what is in them. */
    long refused() {
        return refused.sum();
    }
}

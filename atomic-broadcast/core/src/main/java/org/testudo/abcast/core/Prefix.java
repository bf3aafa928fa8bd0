package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.order.Request;

/**
 * The sequences as they will be after the slots up to some point, known one after the other (AB-21). Kept by the voter for
 * what it has voted, by the leader for what it has proposed.
 */
final class Prefix {
    private final Ordering ordering;
    private final Window window;
    private final Projection numbers;
    private long next = 1;
    private long lastCommand;

    Prefix(Ordering ordering, Window window, Sequences sequences) {
        this.ordering = ordering;
        this.window = window;
        numbers = new Projection(sequences);
    }

    /** The first slot that is not yet counted in. */
    long next() {
        if (next <= ordering.delivered()) reset();
        return next;
    }

    Numbers numbers() {
        return numbers;
    }

    /** Whether a slot counted in but not delivered holds a command. */
    boolean commandAhead() {
        return lastCommand > ordering.delivered();
    }

    /** Begins again after the delivered slots. */
    void reset() {
        numbers.clear();
        lastCommand = 0;
        next = ordering.delivered() + 1;
    }

    /** What delivery has counted need not be counted here any longer. */
    void settle(Request taken) {
        numbers.settle(taken);
    }

    /** Counts in slots up to this one, as far as their values and bodies are known; false if one is not. */
    boolean reach(long slot) {
        while (next() <= slot) {
            Optional<Content> content = expected(next());
            if (content.isEmpty() || !content.get().complete()) return false;
            count(content.get());
        }
        return true;
    }

    /** Counts in the next slot; what is out of sequence in it will be skipped. */
    void count(Content content) {
        for (Held each : content.bodies()) {
            Request request = each.request();
            if (numbers.admits(request)) numbers.take(request);
            if (each.control()) lastCommand = next;
        }
        next++;
    }

    /** Counts in the next slot if all in it is in sequence; else counts nothing, and begins again. */
    boolean countExactly(Content content) {
        for (Held each : content.bodies()) {
            if (!numbers.admits(each.request())) {
                reset();
                return false;
            }
            numbers.take(each.request());
            if (each.control()) lastCommand = next;
        }
        next++;
        return true;
    }

    /** The next slot is the leader's own new proposal, whose requests were taken one by one. */
    void counted(boolean command) {
        if (command) lastCommand = next;
        next++;
    }

    private Optional<Content> expected(long slot) {
        Slot known = window.find(slot);
        return known == null
                ? Optional.empty()
                : known.expected(ordering.epoch()).flatMap(known::content);
    }
}

package org.testudo.simulator.check;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.order.RequestClass;
import org.testudo.simulator.Check;
import org.testudo.simulator.Submission;

/** The properties of group communication, and their names in a violation. */
public final class Checks {
    public static final String AGREEMENT = "agreement";
    public static final String TOTAL_ORDER = "total order";
    public static final String INTEGRITY = "integrity";
    public static final String FIFO = "fifo";
    public static final String ONE_CHAIN = "one chain";
    public static final String NO_FALSE_EXCLUSION = "no false exclusion";
    public static final String NO_EVIDENCE = "no evidence against the correct";
    public static final String AGREED_TIME = "equal agreed time";
    public static final String DELIVERY_AFTER_CALM = "delivery after calm";
    public static final String BOUNDED_STATE = "bounded state";
    public static final String EQUAL_STATES = "equal states";
    public static final String NOTHING_LOST = "nothing lost";
    public static final String NOTHING_REFUSED = "nothing honest refused";

    private Checks() {}

    /** Per slot the same requests, view, epoch of birth and history at all correct members. */
    public static Check agreement() {
        return Check.of(AGREEMENT, run -> new Agreement());
    }

    /** One order of requests at all correct members; each has a beginning of it. */
    public static Check totalOrder() {
        return Check.of(TOTAL_ORDER, run -> new TotalOrder());
    }

    /** Delivered is only what was asked for, and at most once. */
    public static Check integrity() {
        return Check.of(INTEGRITY, Integrity::new);
    }

    /** Requests of one origin come in the order in which they were asked for. */
    public static Check fifo() {
        return Check.of(FIFO, Fifo::new);
    }

    /** One record per view at all correct members. */
    public static Check oneChain() {
        return Check.of(ONE_CHAIN, run -> new OneChain());
    }

    /** No correct member is excluded. */
    public static Check noFalseExclusion() {
        return Check.of(NO_FALSE_EXCLUSION, NoFalseExclusion::new);
    }

    /** No correct member is convicted by evidence. */
    public static Check noEvidenceAgainstCorrect() {
        return Check.of(NO_EVIDENCE, NoEvidenceAgainstCorrect::new);
    }

    /** Agreed time is agreed, and never goes back. */
    public static Check equalAgreedTime() {
        return Check.of(AGREED_TIME, run -> new EqualAgreedTime());
    }

    /** Application payloads of live members are delivered everywhere before the run ends. */
    public static Check deliveryAfterCalm() {
        return deliveryAfterCalm(submission ->
                submission.payload() instanceof Payload.Own own && own.kind() == RequestClass.APPLICATION);
    }

    /** What is counted of the live members' own payloads is delivered everywhere before the run ends. */
    public static Check deliveryAfterCalm(Predicate<Submission> counted) {
        return Check.awaiting(DELIVERY_AFTER_CALM, run -> new DeliveryAfterCalm(run, counted));
    }

    /** What any correct member has delivered, all live ones have before the run ends, also after all have crashed. */
    public static Check nothingLost() {
        return Check.awaiting(NOTHING_LOST, NothingLost::new);
    }

    /** What this function measures of a core never exceeds the limit; it gives 0 for cores that it does not know. */
    public static Check boundedState(int limit, ToIntFunction<ProtocolCore<?>> size) {
        return Check.of(BOUNDED_STATE, run -> new BoundedState(run, limit, size));
    }

    /** The state machines of a simulation with an application agree after each operation. */
    public static Check equalStates() {
        return Check.of(EQUAL_STATES, run -> new EqualStates());
    }

    /** Edges never refuse what a correct member sends. */
    public static Check nothingHonestRefused() {
        return Check.of(NOTHING_REFUSED, run -> new NothingHonestRefused());
    }
}

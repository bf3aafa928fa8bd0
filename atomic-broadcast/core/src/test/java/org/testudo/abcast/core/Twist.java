package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Base of attacks on the ordering: sees each step of the member's own ordering, and keeps its other layers honest. */
abstract class Twist implements Attack {
    static final int LAYER = 0;
    private final Set<MemberId> deceived = new LinkedHashSet<>();

    @Override
    public void begin(AttackContext context) {
        for (MemberId each : context.others()) if (context.random().chance(0.5)) deceived.add(each);
    }

    /** Whether this member is in the half that is told otherwise. */
    boolean deceived(MemberId member) {
        return deceived.contains(member);
    }

    @Override
    public final List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != LAYER) return honest;
        List<Action<?>> actions = new ArrayList<>();
        if (event instanceof Event.Received<?> it)
            heard((AbcastMessage) it.message().message(), it, context);
        prepare(honest, context);
        for (Action<?> action : honest) {
            if (action instanceof Action.Send<?> send) {
                send(send.to(), (AbcastMessage) send.message(), context, actions);
            } else if (action instanceof Action.Multicast<?> multicast) {
                for (MemberId to : context.everybody()) {
                    send(to, (AbcastMessage) multicast.message(), context, actions);
                }
            } else {
                actions.add(action);
            }
        }
        also(event, context, actions);
        return actions;
    }

    private void send(MemberId to, AbcastMessage message, AttackContext context, List<Action<?>> actions) {
        AbcastMessage told = to.equals(context.self()) ? message : told(to, message, context);
        if (told != null) actions.add(new Action.Send<>(to, told));
    }

    /** A message has reached the member. */
    void heard(AbcastMessage message, Event.Received<?> event, AttackContext context) {}

    /** What an honest member would do now. */
    void prepare(List<? extends Action<?>> honest, AttackContext context) {}

    /** What another member is told in place of this; null for nothing. */
    AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
        return message;
    }

    /** What is done besides. */
    void also(Event<?> event, AttackContext context, List<Action<?>> actions) {}

    /** A header with the signature of this member, for it to be nested. */
    static Optional<Signed<Header>> signed(Header header, AttackContext context) {
        return context.<AbcastMessage>mint(LAYER, header)
                .map(it -> new Signed<>(it.signer(), it.header(), header, it.signature()));
    }

    static Header with(Header header, Digest value) {
        return new Header(header.view(), header.epoch(), header.slot(), value);
    }

    /** Whether this member leads the epoch of the view in force at it. */
    static boolean leads(long epoch, AttackContext context) {
        return new Seating(context.view()).leader(epoch).equals(context.self());
    }
}

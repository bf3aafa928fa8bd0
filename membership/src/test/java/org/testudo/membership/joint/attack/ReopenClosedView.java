package org.testudo.membership.joint.attack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.AbcastMessage;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.Status;
import org.testudo.abcast.core.Value;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * f+1 that have turned one after another leave epochs of a view that is closed, so that a straggler which still stands in it follows
 * them, and is with them a quorum of that view: they begin an epoch, and decide another slot than the group did (GM-11, AB-15).
 */
public final class ReopenClosedView implements Attack {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
    /** Whoever led then: one of these epochs was its. */
    private static final int EPOCHS = 12;

    /** So often it hears that the straggler waits for a leader before it takes it to the next. */
    private static final int PATIENT = 6;

    private final int straggler;
    private long delivered;
    private long left;
    private int waits;

    public ReopenClosedView(int straggler) {
        this.straggler = straggler;
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        List<? extends Action<?>> others =
                new Aside(context.everybody().get(straggler)).corrupt(layer, event, honest, context);
        if (layer != Layers.ABCAST || !(event instanceof Event.Received<?> it)) return others;
        MemberId from = it.message().sender();
        if (it.message().message() instanceof Status status && isClosed(status.view(), context)) {
            delivered = status.delivered();
            leave(status, from, context);
        } else if (it.message() instanceof Signed<?> signed
                && signed.message() instanceof EpochChange change
                && isClosed(change.view(), context)) {
            lead(signed(signed, change), from, context);
        }
        return others;
    }

    private static Signed<EpochChange> signed(Signed<?> signed, EpochChange change) {
        return new Signed<>(signed.signer(), signed.header(), change, signed.signature());
    }

    /** Who was excluded does not hear of it; a friend that has sat for longer does. */
    private static boolean isClosed(long view, AttackContext context) {
        return view > 0
                && all(context).stream().anyMatch(each -> view < each.view().id());
    }

    private static List<AttackContext> all(AttackContext context) {
        List<AttackContext> all = new ArrayList<>(context.accomplices());
        all.add(context);
        return all;
    }

    private void leave(Status status, MemberId straggler, AttackContext context) {
        waits = status.entered() || status.epoch() != left ? 0 : waits + 1;
        left = status.epoch();
        long epoch = status.entered() || waits > PATIENT ? status.epoch() + 1 : status.epoch();
        if (epoch >= EPOCHS) return;
        say(new EpochChange(status.view(), epoch, List.of()), straggler, context);
    }

    private static void say(AbcastMessage message, MemberId straggler, AttackContext context) {
        if (context.mint(Layers.ABCAST, message).isPresent()) context.send(Layers.ABCAST, straggler, message);
    }

    /** Begins the epoch, in case it is this member's, and has all that turned vote for what it proposes. */
    private void lead(Signed<EpochChange> straggler, MemberId to, AttackContext context) {
        long view = straggler.message().view();
        long epoch = straggler.message().epoch();
        List<Signed<EpochChange>> changes = new ArrayList<>(List.of(straggler));
        for (AttackContext each : all(context)) {
            each.mint(Layers.ABCAST, new EpochChange(view, epoch, List.of())).ifPresent(changes::add);
        }
        say(new NewEpoch(view, epoch, changes), to, context);
        Value value = new Value(delivered + 1, epoch, MIDNIGHT.plus(context.now()), List.of());
        Optional<Signed<Header>> proposal =
                context.mint(Layers.ABCAST, new Header(view, epoch, value.slot(), value.digest()));
        if (proposal.isEmpty()) return;
        say(proposal.get().message(), to, context);
        context.send(Layers.ABCAST, to, value);
        for (AttackContext each : all(context)) {
            say(new Prepare(proposal.get()), to, each);
            say(new Commit(proposal.get()), to, each);
        }
    }

    /** Says nothing honest to the straggler: it would help it on, as all do. */
    private static final class Aside extends TowardEach {
        private final MemberId straggler;

        Aside(MemberId straggler) {
            this.straggler = straggler;
        }

        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            if (!parcel.to().equals(straggler)) actions.add(parcel.send());
        }
    }
}

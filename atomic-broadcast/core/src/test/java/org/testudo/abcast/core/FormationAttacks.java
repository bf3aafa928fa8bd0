package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** What a founder may do while the group forms (GM-21). */
final class FormationAttacks {
    private FormationAttacks() {}

    static Attack.Factory[] all() {
        return new Attack.Factory[] {StartForEach::new, NewStarts::new, Unmet::new, ShortSets::new, Voucher::new};
    }

    private static AbcastMessage ofStart(AbcastMessage message, long later) {
        if (message instanceof Met it) return new Met(it.incarnation() + later, it.formed(), it.starts());
        if (!(message instanceof Announce it)) return message;
        Origin origin = it.origin();
        return new Announce(
                Origin.of(origin.principal().member(), origin.key(), origin.incarnation() + later), it.viewKeys());
    }

    /** Shows each member another start of itself. */
    static final class StartForEach extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            return ofStart(message, 1 + Math.floorMod(to.hashCode(), 1000));
        }
    }

    /** Is always in a start later than the one that was just met. */
    static final class NewStarts extends Twist {
        private long later;

        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (context.random().chance(0.3)) later++;
            return ofStart(message, later);
        }
    }

    /** Has met half of the others never. */
    static final class Unmet extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            boolean tells = message instanceof Met || message instanceof Announce;
            return tells && deceived(to) ? null : message;
        }
    }

    /** Asks half of the others for a group without one of them. */
    static final class ShortSets extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            boolean asks = message instanceof OwnRequest it && it.request().kind() == RequestClass.FORMATION;
            if (!asks || !deceived(to)) return message;
            Request request = ((OwnRequest) message).request();
            List<Announcement> starts = new ArrayList<>(
                    ((Command.Form) request.command(context.lives().forming()).orElseThrow()).starts());
            starts.remove(context.random().below(starts.size()));
            byte[] body = new Command.Form(starts).encode();
            Request other = new Request(request.origin(), request.number(), RequestClass.FORMATION, body);
            return OwnRequest.of(other, context.lives());
        }
    }

    /** Says that the group has long been formed, of something. */
    static final class Voucher extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!(message instanceof Met it)) return message;
            return new Met(it.incarnation(), Digest.of(out -> out.writeText("a former life")), it.starts());
        }
    }
}

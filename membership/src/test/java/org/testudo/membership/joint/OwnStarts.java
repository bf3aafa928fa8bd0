package org.testudo.membership.joint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.abcast.core.OwnRequest;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.Value;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** No correct member votes for a group with another start of itself in it (GM-21). */
final class OwnStarts implements Observer {
    static final String NAME = "nobody votes for another start of its own";

    private final Run run;
    private final Map<Digest, Command.Form> sets = new HashMap<>();
    private final Map<Digest, Value> values = new HashMap<>();

    private OwnStarts(Run run) {
        this.run = run;
    }

    static Check check() {
        return Check.of(NAME, OwnStarts::new);
    }

    @Override
    public boolean watchesMessages() {
        return true;
    }

    @Override
    public void sent(SimulatedMember from, int to, int layer, Object message) {
        if (message instanceof OwnRequest it && it.request().kind() == RequestClass.FORMATION) {
            it.request()
                    .command(run.life())
                    .ifPresent(command -> sets.put(it.request().digest(), (Command.Form) command));
        } else if (message instanceof Value it) {
            values.put(it.digest(), it);
        } else if (message instanceof Prepare it
                && from.correct()
                && it.proposal().message().view() == 0) {
            voted(from, it.proposal().message().value());
        }
    }

    private void voted(SimulatedMember voter, Digest value) {
        Optional<Announcement> own = Optional.ofNullable(values.get(value))
                .map(it -> sets.get(it.requests().get(0)))
                .flatMap(form -> form.of(voter.id()));
        if (own.isPresent() && !own.get().origin().equals(voter.context().origin())) {
            throw new Violation(NAME, voter.id() + " voted for " + own.get().origin());
        }
    }
}

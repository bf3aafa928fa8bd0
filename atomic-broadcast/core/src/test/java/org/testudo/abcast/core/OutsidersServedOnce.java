package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.testudo.kernel.order.Request;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** In the end every live member has delivered all that clients and sensors asked for, once and in their order (AB-6). */
final class OutsidersServedOnce implements Observer {
    private static final String NAME = "outsiders served once";
    private final Run run;

    private OutsidersServedOnce(Run run) {
        this.run = run;
    }

    static Check check() {
        return Check.awaiting(NAME, OutsidersServedOnce::new);
    }

    @Override
    public boolean satisfied() {
        return unserved() == null;
    }

    @Override
    public void ended() {
        String unserved = unserved();
        if (unserved != null) throw new Violation(NAME, unserved);
    }

    private String unserved() {
        for (SimulatedMember member : run.live()) {
            for (Outsider outsider : run.outsiders()) {
                List<Request> asked = new ArrayList<>(new LinkedHashSet<>(outsider.signed()));
                List<Request> served = member.deliveries().stream()
                        .flatMap(each -> each.requests().stream())
                        .filter(each -> each.origin().equals(outsider.origin()))
                        .toList();
                if (!served.equals(asked)) return member.id() + " delivered " + served + " of " + asked;
            }
        }
        return null;
    }
}

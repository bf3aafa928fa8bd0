package org.testudo.membership.joint;

import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.ViewRecord;

/** Brings every piece of evidence before the group, as the attack detector does (AD-6). */
final class Prosecutor extends AbstractCore<Void> {
    private final Map<Long, ViewRecord> views = new TreeMap<>();

    @Override
    protected void onInstalled(ViewRecord view) {
        views.put(view.id(), view);
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof Misbehaved it && views.containsKey(it.evidence().view())) {
            views.get(it.evidence().view()).occupant(it.member()).ifPresent(seat -> accuse(it, seat.incarnation()));
        }
    }

    private void accuse(Misbehaved misbehaved, long incarnation) {
        Command command = new Command.Convict(misbehaved.member(), incarnation, misbehaved.evidence());
        announce(new Accused(misbehaved.member(), "evidence", new Payload.Own(RequestClass.CONTROL, command.encode())));
    }
}

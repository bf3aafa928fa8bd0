package org.testudo.membership.joint;

import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.RequestClass;

/** Brings every piece of evidence before the group, as the attack detector does (AD-6). */
final class Prosecutor extends AbstractCore<Void> {
    private static final long ONLY_INCARNATION = 1;

    @Override
    protected void onNoticed(Notice notice) {
        if (!(notice instanceof Misbehaved it)) return;
        Command command = new Command.Convict(it.member(), ONLY_INCARNATION, it.evidence());
        announce(new Accused(it.member(), "evidence", new Payload.Own(RequestClass.CONTROL, command.encode())));
    }
}

package org.testudo.membership;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.order.RequestClass;
import org.testudo.stack.Ids;

/** Membership that accuses whom a test names, and remembers what was announced. */
public class ACCUSER extends MEMBERSHIP {
    static {
        Ids.register((short) 2_010, ACCUSER.class);
    }

    final List<Notice> notices = new CopyOnWriteArrayList<>();

    void accuse(String name) {
        MemberId target = new MemberId(name);
        byte[] command = new Command.Accuse(
                        target, viewInForce().occupant(target).orElseThrow().incarnation(), "it lies")
                .encode();
        announce(new Accused(target, "test", new Payload.Own(RequestClass.CONTROL, command)));
    }

    @Override
    protected void onAnnounced(Notice notice) {
        notices.add(notice);
        super.onAnnounced(notice);
    }
}

package org.testudo.abcast.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;

/** Through which the parts of the core act. */
interface Outlet {
    Tick now();

    void send(MemberId to, AbcastMessage message);

    void multicast(AbcastMessage message);

    void deliver(SlotDelivery delivery);

    /** Durable before whatever is asked for later takes effect (AB-25). */
    EntryId persist(byte[] entry, EntryRole role);

    void announce(Notice notice);
}

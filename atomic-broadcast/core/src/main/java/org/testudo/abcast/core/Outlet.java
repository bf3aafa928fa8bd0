package org.testudo.abcast.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;

/** Through which the parts of the core act. */
interface Outlet {
    Tick now();

    void send(MemberId to, AbcastMessage message);

    void multicast(AbcastMessage message);

    void deliver(SlotDelivery delivery);

    void announce(Notice notice);
}

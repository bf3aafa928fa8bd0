package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.notice.AtTheFloor;

/** Says what waits at the floor when that has changed (GM-18). */
final class FloorWatch {
    private AtTheFloor told = new AtTheFloor(List.of());

    Optional<AtTheFloor> look(MembershipState state) {
        AtTheFloor now = state.atTheFloor();
        if (now.equals(told)) return Optional.empty();
        told = now;
        return Optional.of(now);
    }
}

package org.testudo.membership.core;

import java.time.Duration;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.statement.Origin;

/**
 * Whether this start of the member has a part in the group still. Whom operators let go serves until a quorum of the view
 * without it has voted in that, however long it takes (GM-14): to lose its memory before would be a fault (G-1).
 */
final class OwnPlace {
    private final Origin self;
    private final MembershipState state;
    private final ViewChain chain;
    private final Farewell farewell;
    private boolean lingers;

    OwnPlace(Origin self, MembershipState state, ViewChain chain, Farewell farewell) {
        this.self = self;
        this.state = state;
        this.chain = chain;
        this.farewell = farewell;
    }

    /**
     * Why this start can act no more, if so: of two processes with one credential the later wins, and who has given up its seat
     * gets none (GM-23).
     *
     * @param departing whether it has asked to go: then it says goodbye itself
     */
    Optional<Notice> lost(boolean departing, Duration now) {
        lingers = false;
        Optional<Notice> over = Refusals.over(self, state, departing);
        if (over.filter(Retired.class::isInstance).isEmpty() || !state.letGo(self)) return over;
        long view = state.record().id();
        farewell.begin(true, view, now);
        lingers = !farewell.ordered(chain.isCertified(view));
        return lingers ? Optional.empty() : over;
    }

    /** Whether it holds no seat any more and is needed all the same. */
    boolean lingers() {
        return lingers;
    }
}

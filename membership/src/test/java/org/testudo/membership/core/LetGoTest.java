package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.START;
import static org.testudo.membership.core.Founders.form;
import static org.testudo.membership.core.Founders.instruct;
import static org.testudo.membership.core.Founders.keysOf;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.operation;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.signature;
import static org.testudo.membership.core.Founders.slot;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

/** GM-3, GM-14: a member whose seat operators have taken is needed until a quorum has voted without it. */
class LetGoTest {
    private static final Founders SEVEN = Founders.sevenWithOperators();
    private static final List<String> STAY = List.of("alice", "bob", "carol", "dave");

    private final MembershipCore core = new MembershipCore(
            SEVEN.genesis, SEVEN.genesis.firstView(), origin("grace", START), keysOf("grace", START));

    private Duration elapsed = Duration.ZERO;
    private ViewRecord view = SEVEN.genesis.firstView();

    private List<Retired> on(Event<MembershipMessage> event) {
        List<Action<MembershipMessage>> actions = core.on(new Tick(elapsed, NOON), event);
        for (Action<MembershipMessage> action : actions) {
            if (action instanceof Action.Install<MembershipMessage> it) view = it.view();
        }
        return actions.stream()
                .filter(Action.Announce.class::isInstance)
                .map(action -> ((Action.Announce<?>) action).notice())
                .filter(Retired.class::isInstance)
                .map(Retired.class::cast)
                .toList();
    }

    private List<Retired> later(Duration time) {
        elapsed = elapsed.plus(time);
        return on(new Event.TimerFired<>(new TimerId("own-wishes")));
    }

    @BeforeEach
    void letGo() {
        on(new Event.Installed<>(view));
        on(new Event.Delivered<>(slot(1, 0, NOON, form("alice", "bob", "carol", "dave", "erin", "frank", "grace"))));
        assertThat(on(new Event.Delivered<>(
                        slot(2, 1, NOON, instruct(1, new Act.Resize(4, 1, List.of()), "olga", "otto")))))
                .isEmpty();
        assertThat(view.id()).isEqualTo(2);
        assertThat(view.seats(origin("grace", START))).isFalse();
    }

    @Test
    void whoIsLetGoEndsWhenTheOthersHaveOrderedInAViewThatIsCertified() {
        assertThat(on(new Event.Delivered<>(slot(3, 2, NOON, operation("bob", "x")))))
                .isEmpty();
        for (String name : STAY) assertThat(on(signed(name))).as(name).isEmpty();
        on(signed("erin"));

        assertThat(later(Duration.ofMillis(500))).containsExactly(new Retired(2));
    }

    /** To end before, and lose its memory, would be a fault (G-1). */
    @Test
    void whoIsLetGoWaitsForThatHoweverLongItTakes() {
        for (String name : STAY) on(signed(name));
        on(signed("frank"));

        assertThat(later(Duration.ofMinutes(10))).as("nothing is ordered yet").isEmpty();
        assertThat(on(new Event.Delivered<>(slot(3, 2, NOON, operation("bob", "x")))))
                .containsExactly(new Retired(2));
        assertThat(later(Duration.ofSeconds(1))).as("said once").isEmpty();
    }

    /** View 2, by a seat of view 1. */
    private Event<MembershipMessage> signed(String name) {
        return new Event.Received<>(new Signed<>(
                Principal.of(member(name)),
                ViewCertificate.header(view.life(), 1),
                new ViewSignature(1, view.digest()),
                signature()));
    }
}

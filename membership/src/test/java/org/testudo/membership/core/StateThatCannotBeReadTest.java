package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.chain;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.Replayed;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/** AB-8, AB-14: what the membership cannot read, by another version say, nothing is delivered on top of. */
class StateThatCannotBeReadTest {
    private static final Founders FOUR = Founders.four();
    private static final ViewRecord FIRST = FOUR.genesis.firstView(FOUR.life);

    private final MembershipCore core =
            new MembershipCore(FOUR.genesis, FIRST, origin("alice"), Founders.keysOf("alice", 1));

    private List<Action<MembershipMessage>> given(List<ViewCertificate> views) {
        core.on(new Tick(Duration.ZERO, Instant.EPOCH), new Event.Installed<>(FIRST));
        TreeMap<String, Snapshot> shares = new TreeMap<>();
        shares.put(HoldsState.MEMBERSHIP, Snapshot.of(new byte[] {1, 2, 3}));
        StateRestored state = new StateRestored(8, chain(8), Instant.EPOCH, shares, views, 0);
        return core.on(new Tick(Duration.ZERO, Instant.EPOCH), new Event.Noticed<>(state));
    }

    @Test
    void inTheSameViewTheSlotIsNotReleased() {
        assertStopped(given(List.of()));
    }

    @Test
    void inALaterViewNoViewIsInstalled() {
        assertStopped(given(List.of(second())));
    }

    /** AB-26: the same holds for a journal whose checksum is right; it is kept for the version that wrote it. */
    @Test
    void journalThatCannotBeReadIsRefusedAndNothingIsSaidOnIt() {
        core.on(new Tick(Duration.ZERO, Instant.EPOCH), new Event.Installed<>(FIRST));

        assertStopped(
                core.on(new Tick(Duration.ZERO, Instant.EPOCH), new Event.Restored<>(List.of(new byte[] {1, 2, 3}))));
        assertThat(core.on(new Tick(Duration.ZERO, Instant.EPOCH), new Event.Noticed<>(new Replayed(0))))
                .isEmpty();
    }

    private static void assertStopped(List<Action<MembershipMessage>> actions) {
        assertThat(actions).noneMatch(Action.Install.class::isInstance).noneMatch(Action.Release.class::isInstance);
        assertThat(actions)
                .anySatisfy(action -> assertThat(action)
                        .isInstanceOfSatisfying(
                                Action.Announce.class,
                                it -> assertThat(it.notice()).isInstanceOf(Refused.class)));
    }

    private static ViewCertificate second() {
        ViewRecord next = new ViewRecord(
                1,
                FIRST.life(),
                6,
                Rotation.startOfNext(FIRST, 0, FIRST.seats()),
                chain(5),
                FIRST.digest(),
                FIRST.quorum(),
                FIRST.versions(),
                Instant.EPOCH,
                FIRST.seats(),
                FIRST.standbys(),
                FIRST.exclusions(),
                FIRST.charter(),
                "a test asked for it");
        return new ViewCertificate(
                next,
                IntStream.range(0, 3)
                        .mapToObj(seat -> new ViewCertificate.SeatSignature(seat, signature()))
                        .toList());
    }
}

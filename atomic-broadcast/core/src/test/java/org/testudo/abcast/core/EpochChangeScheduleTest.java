package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.abcast.core.QuorumCertificate.Kind.COMMITTED;
import static org.testudo.abcast.core.QuorumCertificate.Kind.PREPARED;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;

/** Schedules of epoch changes that random ones meet too rarely, each with the mistake that it catches (AB-28). */
class EpochChangeScheduleTest {
    /**
     * The faulty m1 hoards a certificate for X of epoch 1. In epoch 2 another value is decided, at m0 alone. In epoch 3 m1
     * shows X. "Everyone recomputes the new leader's choice above the base: highest epoch."
     */
    private static Table hoardedCertificate(AbcastRules rules) {
        Table table = new Table(AbcastSimulations.settings(), rules);
        enterEpoch1(table);
        QuorumCertificate hoarded = proposeX(table);
        table.submit(3, "another");
        table.passAll();
        decideInEpoch2AtM0Alone(table);
        showXInEpoch3(table, hoarded);
        return table;
    }

    private static void enterEpoch1(Table table) {
        complain(table, 0, 2, 3);
        List<Signed<EpochChange>> changes = List.of(
                table.sign(1, new EpochChange(0, 1, List.of())),
                table.sign(2, new EpochChange(0, 1, List.of())),
                table.sign(3, new EpochChange(0, 1, List.of())));
        table.loseAll();
        table.says(1, new NewEpoch(0, 1, changes), 0, 2, 3);
        table.passAll();
    }

    /** The members leave this epoch, because m1 complains and one of them does. */
    private static void complain(Table table, long epoch, int... members) {
        table.says(1, new Complaint(0, epoch), members);
        table.says(3, new Complaint(0, epoch), members);
        table.pass(each -> each.content() instanceof Complaint);
    }

    private static QuorumCertificate proposeX(Table table) {
        Value x = new Value(1, 1, table.wallClock(), List.of());
        Header header = new Header(0, 1, 1, x.digest());
        table.says(1, x, 0, 2, 3);
        table.says(1, header, 0, 2, 3);
        table.pass(each -> each.from() == 1);
        assertThat(table.underWay(Prepare.class)).hasSize(9); // m0, m2 and m3 prepare X; m1 keeps what it gets
        table.loseAll();
        return table.certificate(PREPARED, table.sign(1, header), 0, 1, 2);
    }

    private static void decideInEpoch2AtM0Alone(Table table) {
        complain(table, 1, 0, 2, 3);
        table.pass(each -> each.from() != 1 && each.to() != 1 && !(each.content() instanceof Commit));
        table.pass(each -> each.content() instanceof Commit && each.to() == 0 && each.from() != 1);
        table.loseAll();
        assertThat(table.texts(0)).isNotEmpty();
        assertThat(table.texts(2)).isEmpty();
        assertThat(table.texts(3)).isEmpty();
    }

    private static void showXInEpoch3(Table table, QuorumCertificate hoarded) {
        complain(table, 2, 2, 3);
        table.lose(each -> each.from() == 0 || each.to() == 0);
        table.says(1, new EpochChange(0, 3, List.of(hoarded)), 2, 3);
        table.pass(each -> each.from() == 1);
        table.pass(each -> each.to() != 1);
        Header again = new Header(0, 3, 1, hoarded.header().value());
        Signed<Header> proposal = table.sign(3, again);
        table.says(1, new Prepare(proposal), 2, 3);
        table.says(1, new Commit(proposal), 2, 3);
        table.pass(each -> each.to() != 1 && each.to() != 0);
    }

    @Test
    void certificateOfTheLatestEpochPrevailsOverAHoardedOne() {
        Table table = hoardedCertificate(new AbcastRules());
        table.talk(Duration.ofMillis(500), 0, 2, 3);

        assertThat(table.texts(0)).containsExactly("another");
        assertThat(table.texts(2)).containsExactly("another");
        assertThat(table.texts(3)).containsExactly("another");
    }

    @Test
    void lowestEpochWinsIsCaught() {
        Table table = hoardedCertificate(new Mutants.LowestEpochWins());

        assertThat(table.deliveries(2).get(0).requests()).isEmpty(); // X, where m0 has delivered requests
        assertThat(table.deliveries(0).get(0).requests()).isNotEmpty();
    }

    private static final Duration LONG = Duration.ofSeconds(3);

    /** m0 is dead and would lead epoch 4; m2 gives up on it first, and its epoch change into 4 is lost. */
    private static Table waitWithoutALeader(AbcastRules rules) {
        Table table = new Table(AbcastSimulations.settings(), rules);
        table.submit(1, "request");
        table.pass(each -> each.to() != 0);
        for (long epoch = 0; epoch < 3; epoch++) {
            complain(table, epoch, 1, 2, 3);
            table.loseAll();
        }
        complain(table, 3, 1, 2, 3); // all three wait for m0 in epoch 4
        table.lose(each -> each.from() == 2 || each.to() == 2 || each.to() == 0);
        table.pass(each -> each.content() instanceof EpochChange);
        table.says(2, new EpochChange(0, 5, List.of()), 1, 3); // m2 has gone further
        table.pass(each -> each.content() instanceof EpochChange);
        return table;
    }

    @Test
    void epochChangeIntoAHigherEpochCountsForTheWait() {
        Table table = waitWithoutALeader(new AbcastRules());

        table.wait(LONG, 1, 3);

        assertThat(table.from(1, EpochChange.class)).anyMatch(each -> each.epoch() == 5);
        assertThat(table.from(3, EpochChange.class)).anyMatch(each -> each.epoch() == 5);
    }

    @Test
    void waitThatCountsExactEpochsOnlyIsCaught() {
        Table table = waitWithoutALeader(new Mutants.TimerExact());

        table.wait(LONG, 1, 3);

        assertThat(table.from(1, EpochChange.class)).noneMatch(each -> each.epoch() == 5);
        assertThat(table.from(3, EpochChange.class)).noneMatch(each -> each.epoch() == 5);
    }

    @Test
    void newLeaderIsNotFollowedWhereItsChoiceIsNotTheOneThatTheEpochChangesAskFor() {
        assertThat(preparesWhatTheLeaderLikes(new AbcastRules())).isFalse();
        assertThat(preparesWhatTheLeaderLikes(new Mutants.NewEpochTrusted())).isTrue();
    }

    /** m1 leads epoch 1 on epoch changes that ask for one value, and proposes another to m2. */
    private static boolean preparesWhatTheLeaderLikes(AbcastRules rules) {
        Table table = new Table(AbcastSimulations.settings(), rules);
        Value asked = new Value(1, 0, table.wallClock(), List.of());
        Signed<Header> first = table.sign(0, new Header(0, 0, 1, asked.digest()));
        List<Signed<EpochChange>> changes = List.of(
                table.sign(1, new EpochChange(0, 1, List.of())),
                table.sign(2, new EpochChange(0, 1, List.of(table.certificate(PREPARED, first, 0, 2, 3)))),
                table.sign(3, new EpochChange(0, 1, List.of())));
        table.says(1, new NewEpoch(0, 1, changes), 2);
        table.says(1, new Header(0, 1, 1, Value.empty(1).digest()), 2);
        table.pass(each -> each.from() == 1);
        return !table.from(2, Prepare.class).isEmpty();
    }

    /** Found by seed 4006: it waited for ever for the command of a proposal that was no more. */
    @Test
    void leaderWhoseProposalOfACommandWasLostProposesItAgainWhenItsTurnComesBack() {
        Table table = new Table();
        table.submit(0, RequestClass.CONTROL, "command");
        table.pass(each -> each.content() instanceof OwnRequest);
        for (long epoch = 0; epoch < 4; epoch++) {
            table.loseAll();
            complain(table, epoch, 0, 1, 2, 3);
        }

        table.passAll();
        table.talk(Duration.ofMillis(50), 0, 1, 2, 3);

        assertThat(table.texts(2)).containsExactly("command");
        assertThat(table.last(2).birthEpoch()).isEqualTo(4);
    }

    /** A certificate that holds one seat twice proves nothing (AB-16). */
    @Test
    void certificateWithOneSignerTwiceDecidesNothing() {
        assertThat(decidedByOneSigner(new AbcastRules())).isFalse();
        assertThat(decidedByOneSigner(new Mutants.SignerTwice())).isTrue();
    }

    private static boolean decidedByOneSigner(AbcastRules rules) {
        Table table = new Table(AbcastSimulations.settings(), rules);
        Value empty = Value.empty(1);
        Signed<Header> header = table.sign(1, new Header(0, 1, 1, empty.digest()));
        table.says(1, new Decided(table.certificate(COMMITTED, header, 1, 1, 1), empty), 2);
        table.passAll();
        return !table.deliveries(2).isEmpty();
    }

    @Test
    void oneSeatTooFewDecidesNothing() {
        Table table = new Table();
        Value empty = Value.empty(1);
        Signed<Header> header = table.sign(0, new Header(0, 0, 1, empty.digest()));

        table.says(0, new Decided(table.certificate(COMMITTED, header, 0, 1), empty), 2);
        table.says(0, new Decided(table.certificate(PREPARED, header, 0, 1, 3), empty), 2);
        table.passAll();
        assertThat(table.deliveries(2)).isEmpty();

        table.says(0, new Decided(table.certificate(COMMITTED, header, 0, 1, 3), empty), 2);
        table.passAll();
        assertThat(table.deliveries(2)).hasSize(1);
    }
}

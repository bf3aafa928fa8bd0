package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.abcast.core.QuorumCertificate.Kind.ACCEPTED;
import static org.testudo.abcast.core.QuorumCertificate.Kind.COMMITTED;
import static org.testudo.abcast.core.QuorumCertificate.Kind.PREPARED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Quorum;

/** The model {@code crash}: no PREPARE, the accepted header is the lock (AB-3, AB-28, G-4). */
class CrashPhasesTest {
    private static final Predicate<Table.Letter> COMMITS = each -> each.content() instanceof Commit;
    private static final long BEFORE = 100;

    private final Table table = ofThree();

    private static Table ofThree() {
        return new Table(AbcastSimulations.settings(), new AbcastRules(), Quorum.of(3, FaultModel.CRASH));
    }

    private static Digest value(int name) {
        return Digest.of(new byte[] {(byte) name});
    }

    private QuorumCertificate accepted(long slot, long epoch, int value) {
        int leader = (int) (epoch % 3);
        return QuorumCertificate.accepted(table.sign(leader, new Header(0, epoch, slot, value(value))));
    }

    private QuorumCertificate delivered(long slot, long epoch) {
        return table.certificate(
                COMMITTED, table.sign((int) (epoch % 3), new Header(0, epoch, slot, value('d'))), 0, 1);
    }

    private static EpochChange shows(QuorumCertificate... shown) {
        return new EpochChange(0, 9, List.of(shown));
    }

    private static Choice choice(EpochChange... changes) {
        return Choice.of(List.of(changes), BEFORE, 8, new AbcastRules(), CrashPhases.ONLY);
    }

    @Test
    void aSlotIsDecidedByTheCommitsOfAMajorityWithoutAnyPrepare() {
        table.submit(1, "request");
        table.pass(each -> !COMMITS.test(each) && each.to() != 2);
        assertThat(table.texts(0)).isEmpty();
        table.pass(each -> COMMITS.test(each) && each.to() == 0);

        assertThat(table.texts(0)).containsExactly("request");
        for (int member = 0; member < 3; member++)
            assertThat(table.sent(member, Prepare.class)).isZero();
        assertThat(table.sent(2, Commit.class)).isZero();
    }

    /** "Epoch change carries accepted headers above own delivered": decided at the old leader alone, which is gone. */
    @Test
    void whatOneMemberHasAcceptedIsProposedAgainByTheNextLeader() {
        table.submit(0, "accepted");
        table.pass(each -> !COMMITS.test(each) && each.to() != 2);
        table.pass(each -> COMMITS.test(each) && each.to() == 0);
        assertThat(table.texts(0)).containsExactly("accepted");
        table.loseAll();
        table.stop(0);

        complain();
        table.pass(each -> each.to() != 0);
        table.talk(Duration.ofMillis(300), 1, 2);

        EpochChange shown = table.from(1, EpochChange.class).get(0);
        assertThat(shown.certificates()).extracting(QuorumCertificate::kind).containsExactly(ACCEPTED);
        assertThat(table.texts(1)).containsExactly("accepted");
        assertThat(table.texts(2)).containsExactly("accepted");
        assertThat(table.last(2).birthEpoch()).isZero();
    }

    /** Its birth and lock are of the epoch in which it was accepted; a member that delivered shows that, and no more. */
    @Test
    void whoHasDeliveredShowsTheCertificateOfItsLastSlot() {
        table.submit(0, "first");
        table.passAll();
        table.submit(0, "second");
        table.passAll();
        assertThat(table.texts(2)).containsExactly("first", "second");

        complain();

        EpochChange shown = table.from(2, EpochChange.class).get(0);
        assertThat(shown.certificates()).hasSize(1);
        assertThat(shown.certificates().get(0).kind()).isEqualTo(COMMITTED);
        assertThat(shown.certificates().get(0).slot()).isEqualTo(2);
    }

    /** It knows of more decided slots than it may vote for; an epoch change with all of them would count nowhere. */
    @Test
    void whoLagsFarBehindWhatIsDecidedShowsAWindowOfIt() {
        int window = AbcastSimulations.settings().window();
        for (long slot = 2; slot <= 2L * window; slot++) {
            Value empty = Value.empty(slot);
            QuorumCertificate decided =
                    table.certificate(COMMITTED, table.sign(0, new Header(0, 0, slot, empty.digest())), 0, 1);
            table.says(0, new Decided(decided, empty), 2);
        }
        table.pass(each -> each.content() instanceof Decided);

        complain();

        List<QuorumCertificate> shown = table.from(2, EpochChange.class).get(0).certificates();
        assertThat(shown).hasSize(window);
        assertThat(shown.get(0).slot()).isEqualTo(window + 1);
        assertThat(shown).extracting(QuorumCertificate::kind).containsOnly(ACCEPTED);
        assertThat(taken(shown.toArray(QuorumCertificate[]::new))).isTrue();
    }

    @Test
    void theBaseIsAtLeastAWindowBelowTheHighestAcceptedHeader() {
        Choice choice = choice(shows(accepted(104, 0, 'x')), shows(accepted(110, 0, 'y')));

        assertThat(choice.base()).isEqualTo(102);
        assertThat(choice.value(103)).contains(Value.empty(103).digest());
        assertThat(choice.value(104)).contains(value('x'));
    }

    private void complain() {
        table.says(1, new Complaint(0, 0), 1, 2);
        table.says(2, new Complaint(0, 0), 1, 2);
        table.pass(each -> each.content() instanceof Complaint);
    }

    @Test
    void theBaseIsTheHighestSlotThatAnyOfThemHasDelivered() {
        Choice choice = choice(shows(delivered(103, 2), accepted(104, 2, 'x')), shows(accepted(102, 1, 'y')));

        assertThat(choice.base()).isEqualTo(103);
        assertThat(choice.high()).isEqualTo(104);
        assertThat(choice.value(102)).isEmpty();
        assertThat(choice.value(103)).isEmpty();
        assertThat(choice.value(104)).contains(value('x'));
    }

    @Test
    void theLatestAcceptedHeaderIsProposedAgainWhoeverShowsIt() {
        EpochChange older = shows(accepted(101, 1, 'a'));
        EpochChange later = shows(accepted(101, 4, 'b'));

        assertThat(choice(older, later).value(101)).contains(value('b'));
        assertThat(choice(later, older).value(101)).contains(value('b'));
    }

    @Test
    void slotsBelowAcceptedOnesThatNobodyShowsBecomeEmpty() {
        Choice choice = choice(shows(delivered(101, 0)), shows(accepted(104, 0, 'x')));

        assertThat(choice.value(102)).contains(Value.empty(102).digest());
        assertThat(choice.value(103)).contains(Value.empty(103).digest());
        assertThat(choice.high()).isEqualTo(104);
    }

    @Test
    void theBaseMayBeAllThatThereIs() {
        Choice choice = choice(shows(delivered(107, 3)), shows());

        assertThat(choice.base()).isEqualTo(107);
        assertThat(choice.high()).isEqualTo(107);
    }

    /** Delivered is delivered: of whichever epoch the certificate is. */
    @Test
    void aDeliveredSlotIsShownWhateverTheEpochOfItsCertificate() {
        assertThat(CrashPhases.ONLY.fits(delivered(101, 9), 9)).isTrue();
        assertThat(CrashPhases.ONLY.fits(accepted(101, 9, 'x'), 9)).isFalse();
        assertThat(CrashPhases.ONLY.fits(accepted(101, 8, 'x'), 9)).isTrue();
        assertThat(CrashPhases.ONLY.fits(
                        table.certificate(PREPARED, delivered(1, 0).proposal(), 0, 1), 9))
                .isFalse();
    }

    /** In the model {@code byzantine} a header alone binds nobody, whoever shows it as accepted. */
    @Test
    void anAcceptedHeaderMovesNothingInTheModelByzantine() {
        Table byzantine = new Table();
        Value x = new Value(1, 0, byzantine.wallClock(), List.of());
        Signed<Header> header = byzantine.sign(0, new Header(0, 0, 1, x.digest()));
        EpochChange lie = new EpochChange(0, 1, List.of(QuorumCertificate.accepted(header)));
        List<Signed<EpochChange>> changes = new ArrayList<>();
        for (int member : new int[] {1, 2}) changes.add(byzantine.sign(member, new EpochChange(0, 1, List.of())));
        changes.add(byzantine.sign(3, lie));

        byzantine.says(1, new NewEpoch(0, 1, changes), 2);
        byzantine.says(1, new Header(0, 1, 1, x.digest()), 2);
        byzantine.says(1, x, 2);
        byzantine.pass(each -> each.from() == 1);

        assertThat(byzantine.from(2, Prepare.class)).isEmpty();
        assertThat(ByzantinePhases.ONLY.fits(QuorumCertificate.accepted(header), 1))
                .isFalse();
    }

    /** Nobody lies in this model, yet what a broken peer sends breaks nothing. */
    @Test
    void anEpochChangeWithMoreThanAWindowAndTheDeliveredSlotIsRefused() {
        int window = AbcastSimulations.settings().window();
        QuorumCertificate[] many = new QuorumCertificate[window + 1];
        for (int i = 0; i < many.length; i++) many[i] = accepted(i + 1, 0, 'x');
        QuorumCertificate[] tooMany = Arrays.copyOf(many, window + 2);
        tooMany[window + 1] = accepted(window + 2, 0, 'x');
        QuorumCertificate[] stuffed = {
            table.certificate(ACCEPTED, accepted(1, 0, 'x').proposal(), 0, 1)
        };

        assertThat(taken(many)).isTrue();
        assertThat(taken(tooMany)).isFalse();
        assertThat(taken(stuffed)).isFalse();
    }

    private static boolean taken(QuorumCertificate... shown) {
        Table table = ofThree();
        EpochChange change = new EpochChange(0, 1, List.of(shown));
        List<Signed<EpochChange>> changes =
                List.of(table.sign(1, new EpochChange(0, 1, List.of())), table.sign(0, change));
        table.says(1, new NewEpoch(0, 1, changes), 2);
        table.pass(each -> each.from() == 1);
        table.wait(Duration.ofMillis(200), 2);
        return table.from(2, Status.class).stream().anyMatch(each -> each.epoch() == 1 && each.entered());
    }
}

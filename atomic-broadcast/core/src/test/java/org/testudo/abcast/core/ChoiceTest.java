package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Digest;

/** What a set of epoch changes asks to be proposed again, as a table: AB-28. */
class ChoiceTest {
    private static final int WINDOW = 8;
    private static final long BEFORE = 100;
    private final Table table = new Table();

    /** An epoch change that shows certificates, each given as slot, epoch, value. */
    private EpochChange shows(long[]... certificates) {
        List<QuorumCertificate> shown = new ArrayList<>();
        for (long[] each : certificates) {
            Header header = new Header(0, each[1], each[0], value(each[2]));
            shown.add(table.certificate(QuorumCertificate.Kind.PREPARED, table.sign(0, header), 0, 1, 2));
        }
        return new EpochChange(0, 9, shown);
    }

    private static Digest value(long name) {
        return Digest.of(new byte[] {(byte) name});
    }

    private static Choice choice(EpochChange... changes) {
        return Choice.of(List.of(changes), BEFORE, WINDOW, new AbcastRules(), ByzantinePhases.ONLY);
    }

    @Test
    void withoutCertificatesNothingIsProposedAgain() {
        Choice choice = choice(shows(), shows(), shows());

        assertThat(choice.base()).isEqualTo(BEFORE);
        assertThat(choice.high()).isEqualTo(BEFORE);
        assertThat(choice.value(BEFORE + 1)).isEmpty();
    }

    @Test
    void valueOfTheLatestEpochIsProposedAgainWhoeverShowsItAndInWhicheverOrder() {
        EpochChange older = shows(new long[] {101, 1, 'a'});
        EpochChange later = shows(new long[] {101, 3, 'b'});

        assertThat(choice(older, later, shows()).value(101)).contains(value('b'));
        assertThat(choice(later, shows(), older).value(101)).contains(value('b'));
    }

    @Test
    void slotsBetweenCertifiedOnesBecomeEmpty() {
        Choice choice = choice(shows(new long[] {101, 0, 'a'}, new long[] {103, 0, 'c'}), shows(), shows());

        assertThat(choice.high()).isEqualTo(103);
        assertThat(choice.value(101)).contains(value('a'));
        assertThat(choice.value(102)).contains(Value.empty(102).digest());
        assertThat(choice.value(103)).contains(value('c'));
        assertThat(choice.value(104)).isEmpty();
    }

    /** "The base is the highest certified slot less W": what is below is held, decided, by f+1 correct members. */
    @Test
    void whatIsAWindowBelowTheHighestCertifiedSlotIsNotProposedAgain() {
        Choice choice = choice(shows(new long[] {120, 2, 'x'}), shows(new long[] {112, 1, 'y'}), shows());

        assertThat(choice.base()).isEqualTo(112);
        assertThat(choice.value(112)).isEmpty();
        assertThat(choice.value(113)).contains(Value.empty(113).digest());
    }

    @Test
    void baseIsNeverBelowTheLastSlotOfTheViewBefore() {
        assertThat(choice(shows(new long[] {103, 0, 'a'})).base()).isEqualTo(BEFORE);
    }

    @Test
    void emptyValueHasNeitherRequestsNorATimeOfItsOwn() {
        assertThat(Value.empty(7).requests()).isEmpty();
        assertThat(Value.empty(7).time()).isEqualTo(java.time.Instant.EPOCH);
        assertThat(Value.empty(7).digest()).isNotEqualTo(Value.empty(8).digest());
    }
}

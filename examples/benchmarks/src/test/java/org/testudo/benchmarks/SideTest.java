package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.TestudoException;

class SideTest {
    @Test
    void sideIsNamedByModelAndJournal() {
        assertThat(Side.of(FaultModel.BYZANTINE, false)).hasToString("testudo");
        assertThat(Side.of(FaultModel.BYZANTINE, true)).hasToString("testudo-journal");
        assertThat(Side.of(FaultModel.CRASH, true)).hasToString("testudo-crash-journal");
        for (Side each : Side.values()) assertThat(Side.named(each.toString())).isSameAs(each);
    }

    @Test
    void ratioIsNamedByWhatDiffers() {
        assertThat(Side.TESTUDO_JOURNAL.ratioTo(Side.TESTUDO)).isEqualTo("ratioToJournalNone");
        assertThat(Side.TESTUDO.ratioTo(Side.TESTUDO_JOURNAL)).isEqualTo("ratioToJournalFile");
        assertThat(Side.TESTUDO_CRASH.ratioTo(Side.TESTUDO)).isEqualTo("ratioToByzantine");
        assertThat(Side.TESTUDO.ratioTo(Side.TESTUDO_CRASH)).isEqualTo("ratioToCrash");
        assertThat(Side.TESTUDO.ratioTo(Side.SEQUENCER_TLS)).isEqualTo("ratioToSequencerTls");
        assertThat(Side.TESTUDO.ratioTo(Side.SEQUENCER)).isEqualTo("ratioToSequencer");
        assertThat(Side.TESTUDO.ratioTo(Side.SEQUENCER_ON_GMS)).isEqualTo("ratioToSequencerOnGms");
    }

    @Test
    void sequencerStandsForAllOfThemAndNoSideIsMeasuredAgainstItself() {
        assertThat(Side.against("sequencer", Side.TESTUDO))
                .containsExactly(Side.TESTUDO, Side.SEQUENCER_TLS, Side.SEQUENCER, Side.SEQUENCER_ON_GMS);
        assertThat(Side.against("none", Side.TESTUDO_CRASH)).containsExactly(Side.TESTUDO_CRASH);
        assertThatThrownBy(() -> Side.against("testudo", Side.TESTUDO))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("testudo-crash, testudo-journal, testudo-crash-journal, or none");
    }
}

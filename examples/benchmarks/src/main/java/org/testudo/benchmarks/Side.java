package org.testudo.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testudo.api.FaultModel;
import org.testudo.api.TestudoException;

/** What is measured. */
enum Side {
    /** Testudo's whole stack: TLS, signatures, f = 1 of 4. */
    TESTUDO(TestudoBroadcast::open),

    /** The same in the fault model crash: members may stop, but not lie. */
    TESTUDO_CRASH(TestudoBroadcast::open),

    /** Testudo with a journal on the disk. */
    TESTUDO_JOURNAL(TestudoBroadcast::open),

    /** The fault model crash with a journal on the disk. */
    TESTUDO_CRASH_JOURNAL(TestudoBroadcast::open),

    /** JGroups' SEQUENCER in its stock TCP stack, with TLS client authentication; tolerates crashes only. */
    SEQUENCER_TLS(SequencerBroadcast.with("sequencer.xml", true)),

    /** The same without TLS. */
    SEQUENCER(SequencerBroadcast.with("sequencer.xml", false)),

    /** With TLS, and below flow control, directly above GMS. */
    SEQUENCER_ON_GMS(SequencerBroadcast.with("sequencer-on-gms.xml", true));

    private final Broadcast.Opener opener;

    Side(Broadcast.Opener opener) {
        this.opener = opener;
    }

    Broadcast.Opener opener() {
        return opener;
    }

    /** Whether it is a stack of JGroups alone. */
    boolean peer() {
        return this == SEQUENCER_TLS || this == SEQUENCER || this == SEQUENCER_ON_GMS;
    }

    /** Whether its members keep a journal. */
    boolean journal() {
        return this == TESTUDO_JOURNAL || this == TESTUDO_CRASH_JOURNAL;
    }

    /** What a faulty member of this side may do. */
    FaultModel model() {
        return this == TESTUDO || this == TESTUDO_JOURNAL ? FaultModel.BYZANTINE : FaultModel.CRASH;
    }

    /** Testudo in this fault model, with or without a journal. */
    static Side of(FaultModel model, boolean journal) {
        if (model == FaultModel.BYZANTINE) return journal ? TESTUDO_JOURNAL : TESTUDO;
        return journal ? TESTUDO_CRASH_JOURNAL : TESTUDO_CRASH;
    }

    /** What the ratio of this side to another is called. */
    String ratioTo(Side other) {
        if (!other.peer() && other.model() == model()) {
            return other.journal() ? "ratioToJournalFile" : "ratioToJournalNone";
        }
        return switch (other) {
            case TESTUDO, TESTUDO_JOURNAL -> "ratioToByzantine";
            case TESTUDO_CRASH, TESTUDO_CRASH_JOURNAL -> "ratioToCrash";
            case SEQUENCER_TLS -> "ratioToSequencerTls";
            case SEQUENCER -> "ratioToSequencer";
            case SEQUENCER_ON_GMS -> "ratioToSequencerOnGms";
        };
    }

    /**
     * Testudo and those it is measured against: all peers for {@code sequencer}, one side by its name, or {@code none}.
     *
     * @param measured the first of them
     */
    static List<Side> against(String name, Side measured) {
        Predicate<Side> chosen =
                name.equals("sequencer") ? Side::peer : it -> it.toString().equals(name);
        List<Side> others =
                Stream.of(values()).filter(it -> it != measured).filter(chosen).toList();
        if (others.isEmpty() && !name.equals("none")) {
            throw new TestudoException("--against " + name
                    + ": give sequencer for all of sequencer-tls, sequencer-plain and sequencer-on-gms, one of these, "
                    + names(it -> !it.peer() && it != measured) + ", or none");
        }
        return Stream.concat(Stream.of(measured), others.stream()).toList();
    }

    private static String names(Predicate<Side> which) {
        return Stream.of(values()).filter(which).map(Side::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return this == SEQUENCER
                ? "sequencer-plain"
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The side of this name, as {@link #toString} gives it. */
    static Side named(String name) {
        for (Side each : values()) if (each.toString().equals(name)) return each;
        throw new TestudoException("no side is called " + name);
    }
}

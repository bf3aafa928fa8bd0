package org.testudo.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.testudo.api.TestudoException;

/** What is measured. */
enum Side {
    /** Testudo's whole stack: TLS, signatures, f = 1 of 4. */
    TESTUDO(TestudoBroadcast::open),

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
        return this != TESTUDO;
    }

    /** What the ratio of Testudo to this peer is called. */
    String ratio() {
        return switch (this) {
            case TESTUDO -> "ratio";
            case SEQUENCER_TLS -> "ratioToSequencerTls";
            case SEQUENCER -> "ratioToSequencer";
            case SEQUENCER_ON_GMS -> "ratioToSequencerOnGms";
        };
    }

    /** Testudo and those it is measured against: all peers for {@code sequencer}, one by its name, or {@code none}. */
    static List<Side> against(String name) {
        Predicate<Side> chosen =
                name.equals("sequencer") ? Side::peer : it -> it.toString().equals(name);
        List<Side> peers = Stream.of(values()).filter(Side::peer).filter(chosen).toList();
        if (peers.isEmpty() && !name.equals("none")) {
            throw new TestudoException("--against " + name
                    + ": give sequencer for all of sequencer-tls, sequencer-plain and sequencer-on-gms, one of these, or"
                    + " none");
        }
        return Stream.concat(Stream.of(TESTUDO), peers.stream()).toList();
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

package org.testudo.benchmarks;

/** What is measured. */
enum Side {
    /** Testudo's whole stack: TLS, signatures, f = 1 of 4. */
    TESTUDO(TestudoBroadcast::open),

    /** JGroups' SEQUENCER in its stock TCP stack, with TLS client authentication; tolerates crashes only. */
    SEQUENCER(SequencerBroadcast::open);

    private final Broadcast.Opener opener;

    Side(Broadcast.Opener opener) {
        this.opener = opener;
    }

    Broadcast.Opener opener() {
        return opener;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

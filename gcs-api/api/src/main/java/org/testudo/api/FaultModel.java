package org.testudo.api;

/** What a faulty member may do; part of the view (G-4). The order is part of the wire format. */
public enum FaultModel {
    /** Faulty members may do anything; n &gt;= 3f+1. */
    BYZANTINE(3),
    /** Faulty members only stop; n &gt;= 2f+1. */
    CRASH(2);

    private final int perFault;

    FaultModel(int perFault) {
        this.perFault = perFault;
    }

    /** How many members a group that tolerates so many faulty ones has at least. */
    public int leastMembers(int maxFaulty) {
        return perFault * maxFaulty + 1;
    }

    /** The most faulty members that so many bear; 0 if there are none. */
    public int mostFaulty(int members) {
        return Math.max(0, (members - 1) / perFault);
    }
}

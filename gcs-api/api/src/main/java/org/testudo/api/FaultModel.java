package org.testudo.api;

/** What a faulty member may do; part of the view (G-4). The order is part of the wire format. */
public enum FaultModel {
    /** Faulty members may do anything; n &gt;= 3f+1. */
    BYZANTINE,
    /** Faulty members only stop; n &gt;= 2f+1. */
    CRASH
}

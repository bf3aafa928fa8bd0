package org.testudo.planted.membership.core;

/** Rounds, perhaps not alike everywhere. */
public class FloatingState {
    double score;
    float[] scores;
    Double boxed;

    double decayed() {
        return 1;
    }
}

package org.testudo.planted.membership.core;

import org.testudo.kernel.core.Tick;

/** Applies commands by the local clock: two members would compute two views. */
public class TimedFold {
    Tick last;

    void apply(long position, Tick now) {}
}

package org.testudo.planted.membership.core;

import org.testudo.kernel.core.Tick;

/** Reads the wall clock although it orders nothing. */
public class WallClock {
    Object time(Tick now) {
        return now.wallClock();
    }
}

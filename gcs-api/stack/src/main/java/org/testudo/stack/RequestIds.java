package org.testudo.stack;

import java.security.SecureRandom;
import org.jgroups.blocks.RequestCorrelator;
import org.testudo.kernel.Invariant;

/**
 * Lets the numbers of calls begin somewhere else in each process. JGroups begins with 1 in all: a late answer to the start of a
 * member before this one would be taken for that to a new call, since the address of a member stays the same.
 */
final class RequestIds extends RequestCorrelator {
    private static final long MOST = 1L << 39;
    private static final int ROOM = 24;

    static {
        REQUEST_ID.addAndGet((new SecureRandom().nextLong() & MOST - 1) << ROOM);
    }

    private RequestIds() {
        super(null, null, null);
    }

    /** Done once in a process, before the first call. */
    static void begin() {
        Invariant.check(next() > 0, "the next call has the number %s", next());
    }

    /** The number of the next call. */
    static long next() {
        return REQUEST_ID.get();
    }
}

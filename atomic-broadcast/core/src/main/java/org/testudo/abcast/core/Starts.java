package org.testudo.abcast.core;

import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * In view 0 what a member signs names its present start: its key there is the statement key, which every start of it has
 * (GM-21). In later views the key names the start.
 */
final class Starts {
    private Starts() {}

    /** The start that is named in a statement of this view: 0 where none is. */
    static long named(long view, long incarnation) {
        return view == 0 ? incarnation : 0;
    }

    static void write(long view, long incarnation, WireWriter out) {
        if (view == 0) out.writeLong(incarnation);
    }

    static long read(long view, WireReader in) throws MalformedException {
        return view == 0 ? in.readCount() : 0;
    }

    /** What a vote for a proposal signs. */
    static byte[] vote(Header proposal, long incarnation) {
        return WireWriter.bytes(out -> {
            out.writeFixed(proposal.statementBody());
            write(proposal.view(), incarnation, out);
        });
    }
}

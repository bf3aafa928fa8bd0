package org.testudo.membership.core;

import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.statement.Digest;

/** A member signed another record for the next view than the one that this member computed: one of the two is faulty. */
public record ViewDisputed(long view, MemberId signer, Digest signed, Digest own) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "disputed-view=" + view + " signer=" + signer + " signed=" + signed + " own=" + own;
    }
}

package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.statement.Digest;

/**
 * Of the same order this member has computed another view record than f+1 members of the view before have signed, of which one
 * is correct (GM-12): its state is not the group's. It stops acting, that is, it votes for nothing and signs nothing more.
 *
 * @param view whose record it is
 * @param signed digest of what the others have signed
 * @param own digest of what this member computed
 */
public record Contradicted(long view, Digest signed, Digest own) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "contradicted-view=" + view + " signed=" + signed + " own=" + own;
    }

    /** What clients and operators are told. */
    public Refused refused() {
        return new Refused(
                "service",
                "more members than may be faulty have signed another record of view " + view + ", " + signed
                        + ", than this member computed, " + own,
                "its state differs from the group's: keep its log for inspection, stop it and start it again");
    }
}

package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * The journal of this member holds the state after a slot, from which its next start can go on: what it held before that is
 * needed no more (AB-9).
 *
 * @param slot after which the state is
 * @param view in force after it
 */
public record JournalBased(long slot, long view) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "journal-begins-after=" + slot + " base-view=" + view;
    }
}

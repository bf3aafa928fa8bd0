package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/** This member has signed the next view and asks the host to erase its key of this one (GM-11). */
public record ViewKeyRetired(long view) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "view-key-retired=" + view;
    }
}

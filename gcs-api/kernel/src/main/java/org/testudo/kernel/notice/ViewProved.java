package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.view.ViewRecord;

/**
 * A later view than the one in force is proved by signatures of the view before it: what names it can be verified, while this
 * member has yet to get there (AB-8, HOST-2).
 */
public record ViewProved(ViewRecord record) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "view-proved=" + record.id();
    }
}

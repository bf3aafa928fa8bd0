package org.testudo.attackdetector.core;

import org.testudo.api.Notice;
import org.testudo.api.Principal;

/**
 * Reports came that nobody had the authority to make (AD-5).
 *
 * @param count since this was last said
 * @param latest by whom the latest of them claims to be
 * @param reason why it was refused
 */
public record ReportsRefused(long count, Principal latest, String reason) implements Notice {
    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        return "refused-reports=" + count + " latest=" + latest + " reason=\"" + reason + "\"";
    }
}

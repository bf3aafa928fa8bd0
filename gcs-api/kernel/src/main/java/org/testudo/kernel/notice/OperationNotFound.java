package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This member's state differs from the group's for the second time, and it cannot be said by which operation (AB-7).
 *
 * @param first slot whose operations may have caused it
 * @param last the same
 * @param why it cannot be said
 */
public record OperationNotFound(long first, long last, String why) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "operation-differs=unknown slots=" + first + "-" + last + " reason=\"" + why + "\"";
    }
}

package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * The application has answered a question.
 *
 * @param failed it refused or threw; the result is then the error's text (HOST-5)
 */
public record QueryDone(long id, byte[] result, boolean failed) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "query-done=" + id + " failed=" + failed;
    }
}

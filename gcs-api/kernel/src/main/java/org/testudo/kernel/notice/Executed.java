package org.testudo.kernel.notice;

import java.util.List;
import org.testudo.api.Notice;
import org.testudo.kernel.order.Request;

/** The ordered lane has executed a slot's requests of class {@code APPLICATION}. */
public record Executed(long slot, List<Answer> answers) implements Notice {
    /**
     * What the application answered.
     *
     * @param failed the application refused or threw; the result is then the error's text (HOST-5)
     */
    public record Answer(Request request, byte[] result, boolean failed) {}

    public Executed {
        answers = List.copyOf(answers);
    }

    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "executed=" + slot + " answers=" + answers.size();
    }
}

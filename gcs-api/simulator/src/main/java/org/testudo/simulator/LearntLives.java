package org.testudo.simulator;

import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;

/** The lives of one member's group, as it learns them from the views that it installs. */
final class LearntLives implements Lives {
    private final GroupLife first;
    private GroupLife formed;

    LearntLives(GroupLife first) {
        this.first = first;
        formed = first.forming() ? Lives.unknown(first) : first;
    }

    void learn(GroupLife life) {
        if (!life.forming()) formed = life;
    }

    @Override
    public GroupLife forming() {
        return first;
    }

    @Override
    public GroupLife formed() {
        return formed;
    }
}

package org.testudo.attackdetector.sensor;

import java.util.Optional;
import org.testudo.kernel.statement.Lives;

/** From where a sensor knows the present life of the group, for which it signs (G-3). Safe for use by several threads. */
public interface LifeSource {
    /** The life, as one correct member at least says; empty while the group has none or too few members are reached. */
    Optional<Lives> lives();

    /** What was signed for the life given last is refused: it is asked for anew. */
    void doubt();
}

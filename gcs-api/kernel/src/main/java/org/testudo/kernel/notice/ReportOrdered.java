package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.statement.Origin;

/**
 * A sensor's request has its place in the order: announced by the membership for each one that is delivered to it, whatever
 * follows from it. The attack detector hands a report down again until it hears this.
 *
 * @param sensor origin of the request
 * @param number of the request; all lower ones of this origin are in the order too (AB-21)
 */
public record ReportOrdered(Origin sensor, long number) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "ordered=" + sensor.principal() + "/" + sensor.incarnation() + "#" + number;
    }
}

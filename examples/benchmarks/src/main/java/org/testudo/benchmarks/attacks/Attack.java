package org.testudo.benchmarks.attacks;

import java.util.ArrayList;
import java.util.List;

/** One attack of the suite. */
interface Attack {
    String name();

    /** Whose: insider or outsider. */
    String by();

    /**
     * Carries it out against a group that serves, and observes what becomes of it.
     *
     * @throws Exception if it could not be carried out, or nobody can say what came of it
     */
    Finding on(Besieged group) throws Exception;

    /** All, those first that leave a group as it was. */
    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        for (OutsiderAttack each : OutsiderAttack.values()) {
            all.add(new Named(each.toString(), "outsider", each::on));
        }
        for (InsiderAttack each : InsiderAttack.values()) {
            all.add(new Named(each.toString(), "insider", group -> new Siege(group, each).run()));
        }
        return all;
    }

    /** What is done and observed. */
    @FunctionalInterface
    interface Doing {
        Finding on(Besieged group) throws Exception;
    }

    /** One with a name. */
    record Named(String name, String by, Doing doing) implements Attack {
        @Override
        public Finding on(Besieged group) throws Exception {
            return doing.on(group);
        }
    }
}

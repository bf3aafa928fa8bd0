package org.testudo.membership.joint;

import java.util.Optional;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.SourceMutant;
import org.testudo.simulator.Violation;

/**
 * Looks for the first seed at which a check catches broken cores.
 *
 * @param seeds how many it took
 * @param check which one caught them; {@code none} if none did
 */
record Hunt(long seeds, String check, String what) {
    static Hunt of(Scenarios scenario, CoreFactory cores, long most) {
        for (long seed = 0; seed < most; seed++) {
            Optional<Violation> caught = caught(scenario.with(cores).seed(seed));
            if (caught.isPresent())
                return new Hunt(seed + 1, caught.get().check(), caught.get().what());
        }
        return new Hunt(most, "none", "nothing");
    }

    /** Without writing down the steps of a run that is meant to fail. */
    private static Optional<Violation> caught(Simulation simulation) {
        try {
            return Optional.of(simulation.hunt());
        } catch (AssertionError passed) {
            return Optional.empty();
        }
    }

    /** In whatever class loader this class was loaded: for mutants of source. */
    static String ofTheseClasses(String scenario, long most) {
        Hunt hunt = of(Scenarios.valueOf(scenario), JointGroup.cores(new AbcastRules()), most);
        return hunt.seeds + "\n" + hunt.check + "\n" + hunt.what;
    }

    /** The same in another class loader. */
    static Hunt of(Scenarios scenario, SourceMutant mutant, long most) {
        try {
            Class<?> there = Class.forName(Hunt.class.getName(), true, mutant.load());
            var method = there.getDeclaredMethod("ofTheseClasses", String.class, long.class);
            method.setAccessible(true);
            String[] lines = ((String) method.invoke(null, scenario.name(), most)).split("\n", 3);
            return new Hunt(Long.parseLong(lines[0]), lines[1], lines[2]);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot hunt " + mutant.file(), e);
        }
    }
}

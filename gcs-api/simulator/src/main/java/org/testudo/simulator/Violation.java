package org.testudo.simulator;

import java.util.List;

/** A run broke a property that a check guards. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String check;
    private final String what;
    private final long seed;

    public Violation(String check, String what) {
        this(check, what, null);
    }

    Violation(String check, String what, Throwable cause) {
        super(check + ": " + what, cause);
        this.check = check;
        this.what = what;
        this.seed = -1;
    }

    private Violation(Violation plain, Run run, String rerun, List<String> steps) {
        super(message(plain, run, rerun, steps), plain);
        this.check = plain.check;
        this.what = plain.what;
        this.seed = run.seed();
    }

    private static String message(Violation plain, Run run, String rerun, List<String> steps) {
        String line = System.lineSeparator();
        return plain.getMessage() + line + "seed " + run.seed() + " at " + run.now() + ", commit " + Rerun.commit()
                + ", rerun: " + rerun + line + "last steps:" + line + String.join(line, steps);
    }

    private Violation(Violation full, String more) {
        super(full.getMessage() + System.lineSeparator() + more, full.getCause());
        this.check = full.check;
        this.what = full.what;
        this.seed = full.seed;
    }

    /** With more lines that tell about it. */
    Violation and(String more) {
        return new Violation(this, more);
    }

    /** With all that a person needs to look into it. */
    Violation in(Run run) {
        return new Violation(this, run, Rerun.command(run.seed()), run.lastSteps());
    }

    /** The name of the check. */
    public String check() {
        return check;
    }

    /** What was seen. */
    public String what() {
        return what;
    }

    /** The seed that broke it. */
    public long seed() {
        return seed;
    }
}

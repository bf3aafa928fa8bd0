package org.testudo.kernel.view;

import java.util.Optional;
import org.testudo.api.FaultModel;

/**
 * Sizes of sets of seats, named by the argument they stand for (G-4). No other code computes them.
 *
 * @param seats n, vacant seats included
 * @param maxFaulty f
 * @param model what a faulty member may do
 */
public record Quorum(int seats, int maxFaulty, FaultModel model) {
    public Quorum {
        if (maxFaulty < 0) throw new IllegalArgumentException("tolerating " + maxFaulty + " faulty members");
        int least = leastSeats(maxFaulty, model);
        if (seats < least) {
            throw new IllegalArgumentException("tolerating " + maxFaulty + " faulty "
                    + (maxFaulty == 1 ? "member" : "members") + " needs at least " + least + ", found " + seats);
        }
        int q = intersecting(seats, maxFaulty, model);
        int overlap = 2 * q - seats;
        if (q > seats - maxFaulty || overlap <= (model == FaultModel.BYZANTINE ? maxFaulty : 0)) {
            throw new IllegalArgumentException("no safe quorum for n=" + seats + " f=" + maxFaulty + " " + model);
        }
    }

    /** These sizes, if they are those of a group: for what others ask for. */
    public static Optional<Quorum> tried(int seats, int maxFaulty, FaultModel model) {
        try {
            return Optional.of(new Quorum(seats, maxFaulty, model));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** With as many faulty members as the model allows for n seats. */
    public static Quorum of(int seats, FaultModel model) {
        return new Quorum(seats, defaultMaxFaulty(seats, model), model);
    }

    public static int defaultMaxFaulty(int seats, FaultModel model) {
        return model.mostFaulty(seats);
    }

    public static int leastSeats(int maxFaulty, FaultModel model) {
        return model.leastMembers(maxFaulty);
    }

    /** Q: any two such sets share a correct member ({@code crash}: any member). */
    public int intersecting() {
        return intersecting(seats, maxFaulty, model);
    }

    /**
     * The quorum of view 0, in which the group forms, in both fault models: a founder that restarts has lost its memory, so the
     * majorities of the model {@code crash} would not share a member that remembers (GM-21).
     */
    public int founding() {
        return intersecting(seats, maxFaulty, FaultModel.BYZANTINE);
    }

    /** f+1: at least one of them is correct. */
    public int oneCorrect() {
        return maxFaulty + 1;
    }

    /**
     * As many as must say the same to one who follows no views, so knows only how the group was founded: one of them is correct
     * in any view that operators can have made of it since (GM-3), unless that tolerates more faulty members than this one has
     * correct ones but one.
     *
     * @param roster how many names may ever hold a seat
     */
    public int oneCorrectEver(int roster) {
        int ever = defaultMaxFaulty(Math.max(seats, roster), model) + 1;
        return Math.max(oneCorrect(), Math.min(ever, seats - maxFaulty));
    }

    /** As many as must say the same for it to be true: one of them does not lie. In the model {@code crash} nobody does. */
    public int believable() {
        return model == FaultModel.BYZANTINE ? maxFaulty + 1 : 1;
    }

    /** 2f+1: the correct are a majority of them. */
    public int correctMajority() {
        return 2 * maxFaulty + 1;
    }

    private static int intersecting(int n, int f, FaultModel model) {
        return model == FaultModel.BYZANTINE ? (n + f) / 2 + 1 : n / 2 + 1;
    }
}

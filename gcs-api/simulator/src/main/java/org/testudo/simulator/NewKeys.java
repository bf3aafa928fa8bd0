package org.testudo.simulator;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;

/** Keys of members that are not those of the genesis, as after an exclusion and a pardon (GM-6). */
public final class NewKeys {
    /** The label of the key with which a member comes back. */
    public static final String ANEW = "anew";

    private NewKeys() {}

    /** Whoever holds such a key, as its first start; equal labels name one key. Numbers its requests from 1 each time. */
    public static Outsider of(Run run, int member, String label) {
        MemberId name = Founding.member(member);
        return new Outsider(run.keys(), run::lives, Origin.of(name, run.keys().create(name + " " + label), 1));
    }

    /**
     * Gives a member a clean host and its key {@link #ANEW}, with which it follows the protocol from here on. What was there before
     * is stopped; its keys stay with the attacker. {@link Run#member} is then the new start.
     *
     * @throws IllegalStateException if the member is twins
     */
    public static void start(Run run, int member) {
        run.crew().renew(member);
    }
}

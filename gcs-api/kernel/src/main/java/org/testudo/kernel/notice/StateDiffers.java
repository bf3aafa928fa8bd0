package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This member's state is not the one that a quorum holds after a slot (AB-7). It votes no more until it has been given the
 * group's.
 *
 * @param since the last slot at which it was the same; what differs was computed from one between the two
 * @param shares whose shares of the state differ
 * @param again whether it was so before: then the cause lies in what computes the state
 */
public record StateDiffers(long slot, long since, String shares, boolean again) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "state-differs=" + slot + " since=" + since + " shares=" + shares + (again ? " again" : "");
    }

    /** What clients and operators are told when it happens again. */
    public Refused refused() {
        return new Refused(
                "service",
                "the state of " + shares + " differs from the group's for the second time, between slots " + since
                        + " and " + slot + ": what computes it is not deterministic, or this host is not sound",
                "compare this member's application and host with the others', and start it again");
    }
}

package org.testudo.sicp.transport;

/** A later start has been met of the member that is refused: of two processes with one credential the later wins (GM-23). */
final class Superseded extends Refusal {
    private static final long serialVersionUID = 1L;

    private final boolean own;

    private Superseded(String reason, boolean own) {
        super(reason);
        this.own = own;
    }

    /** The peer is the earlier one. */
    static Superseded peer() {
        return new Superseded("a later start of it has been here; only one may run", false);
    }

    /** This member is, as a peer says. */
    static Superseded self(String reason) {
        return new Superseded("it refuses this member: " + reason, true);
    }

    /** Whether it is this member that was refused. */
    boolean isOwn() {
        return own;
    }
}

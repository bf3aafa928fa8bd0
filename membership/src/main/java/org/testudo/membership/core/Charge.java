package org.testudo.membership.core;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Why a member is to be excluded.
 *
 * @param cause for people; of a report it names the sensor
 * @param alert what a sensor has reported; empty on another ground
 */
record Charge(Ground ground, String cause, Optional<Alert> alert) {
    /** Bytes of a cause: of words of a command, which is bounded, and of names. */
    private static final int MOST_CAUSE = 1 << 16;

    static Charge of(Ground ground, String cause) {
        return new Charge(ground, cause, Optional.empty());
    }

    static Charge reported(String cause, Alert alert) {
        return new Charge(Ground.REPORT, cause, Optional.of(alert));
    }

    static Charge read(WireReader in) throws MalformedException {
        return new Charge(in.readEnum(Ground.values()), in.readText(MOST_CAUSE), in.readOptional(Alert::read));
    }

    void write(WireWriter out) {
        out.writeEnum(ground).writeText(cause).writeOptional(alert, Alert::write);
    }

    /**
     * Whether it is still what it was when it was brought: a report counts while its sensor watches that seat and the policy in
     * force acts on its alert (AD-11).
     */
    boolean counts(MemberId target, Fold fold) {
        return alert.isEmpty() || (fold.actsOn(alert.get()) && watched(target, fold));
    }

    private boolean watched(MemberId target, Fold fold) {
        return fold.seats().occupant(target).stream()
                .flatMap(occupant -> occupant.sensors().stream())
                .anyMatch(sensor -> Reports.isBy(sensor, cause));
    }
}

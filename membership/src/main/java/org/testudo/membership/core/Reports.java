package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What follows from a sensor's report (AD-4, AD-5, AD-12). That a report has one effect, whoever submits it, follows from its
 * number: the ordering delivers each once. Replicated state: the policy, and the newest boot of each sensor that watches a seat.
 */
final class Reports {
    /**
     * How far the time observed may be from agreed time. Wider than the skew of clocks alone: a report that a partition or a
     * hostile leader holds up on its way must still count (GM-20).
     */
    static final Duration SKEW = Duration.ofSeconds(30);

    /**
     * What follows.
     *
     * @param text for people
     * @param exclusion why the target is to be excluded
     */
    record Verdict(String text, Optional<Charge> exclusion) {
        static Verdict noEffect(String text) {
            return new Verdict(text, Optional.empty());
        }
    }

    private Policy policy;
    private final Map<SensorKey, Long> boots = new LinkedHashMap<>();

    Reports(Policy policy) {
        this.policy = policy;
    }

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        policy.write(out);
        out.writeList(List.copyOf(boots.entrySet()), (each, to) -> {
            each.getKey().write(to);
            to.writeLong(each.getValue());
        });
    }

    void restore(WireReader in) throws MalformedException {
        policy = Policy.read(in);
        boots.clear();
        in.readList(Parts.MOST, each -> boots.put(SensorKey.read(each), each.readCount()) == null);
    }

    /** The policy in force (AD-11). */
    Policy policy() {
        return policy;
    }

    /** Another one is in force from here on. */
    void replace(Policy next) {
        policy = next;
    }

    /**
     * Judges one report.
     *
     * @param target who sits in the seat that the report names; empty if nobody does
     * @param seatedSince agreed time at which the target's incarnation took its seat
     */
    Verdict judge(
            Origin origin, Command.Report report, Optional<Occupant> target, Instant seatedSince, Instant agreedTime) {
        String sensor = "sensor " + origin.principal().name();
        SensorKey key = new SensorKey(origin.principal().name(), origin.key());
        boolean watches = origin.principal().kind() == Principal.Kind.SENSOR
                && target.filter(occupant -> occupant.sensors().contains(key)).isPresent();
        if (!watches) return Verdict.noEffect(sensor + " has no authority over it");
        if (boots.getOrDefault(key, 0L) > origin.incarnation()) return Verdict.noEffect(sensor + " has booted since");
        boots.put(key, origin.incarnation());
        if (!report.fingerprint().equals(target.get().certificate())) {
            return Verdict.noEffect(sensor + " names another certificate");
        }
        if (report.observed().isBefore(seatedSince))
            return Verdict.noEffect(sensor + " saw it before it took its seat");
        if (Duration.between(report.observed(), agreedTime).abs().compareTo(SKEW) > 0) {
            return Verdict.noEffect(sensor + " saw it at " + report.observed() + ", too far from " + agreedTime);
        }
        return effect(cause(sensor, report.alert()), report.alert());
    }

    private Verdict effect(String cause, Alert alert) {
        Policy.Effect effect = policy.effect(alert);
        if (effect != Policy.Effect.EXCLUDE) return Verdict.noEffect(lower(effect) + ": " + cause);
        if (!policy.enforce()) return Verdict.noEffect("observed only, enforcing would exclude it: " + cause);
        return new Verdict("exclude: " + cause, Optional.of(Charge.reported(cause, alert)));
    }

    /** Whether the policy in force excludes on such an alert (AD-11). */
    boolean actsOn(Alert alert) {
        return policy.enforce() && policy.effect(alert) == Policy.Effect.EXCLUDE;
    }

    /** Whether this is the cause of an exclusion on a report of this sensor. */
    static boolean isBy(SensorKey sensor, String cause) {
        return cause.startsWith("sensor " + sensor.id() + ": ");
    }

    private static String cause(String sensor, Alert alert) {
        return sensor + ": " + alert.rule() + " " + alert.text() + " (" + lower(alert.outcome()) + ", "
                + lower(alert.role()) + ")";
    }

    /** Forgets sensors that watch no seat any more. */
    void retain(List<Occupant> occupants) {
        boots.keySet()
                .removeIf(key -> occupants.stream()
                        .noneMatch(occupant -> occupant.sensors().contains(key)));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

package org.testudo.kernel.command;

import java.util.Objects;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a sensor reports, normalized (AD-1). Severity, outcome and the member's role are separate: severity alone never
 * convicts.
 *
 * @param product the sensor software, such as {@code suricata}
 * @param rule its rule, such as {@code 1:9000101}
 * @param category its class of alerts
 * @param text what the rule says, for people
 */
public record Alert(
        String product, String rule, String category, String text, Severity severity, Outcome outcome, Role role) {
    /** The longest text of a field in bytes. */
    public static final int MAX_TEXT = 256;

    /** How bad the sensor thinks it is. */
    public enum Severity {
        UNKNOWN,
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /** What became of the attack. */
    public enum Outcome {
        UNKNOWN,
        ATTEMPTED,
        BLOCKED,
        SUCCEEDED
    }

    /** The part of the watched member in it. */
    public enum Role {
        UNKNOWN,
        VICTIM,
        ACTOR
    }

    public Alert {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(role, "role");
    }

    public static Alert read(WireReader in) throws MalformedException {
        return new Alert(
                in.readText(MAX_TEXT),
                in.readText(MAX_TEXT),
                in.readText(MAX_TEXT),
                in.readText(MAX_TEXT),
                in.readEnum(Severity.values()),
                in.readEnum(Outcome.values()),
                in.readEnum(Role.values()));
    }

    public void write(WireWriter out) {
        out.writeText(product).writeText(rule).writeText(category).writeText(text);
        out.writeEnum(severity).writeEnum(outcome).writeEnum(role);
    }
}

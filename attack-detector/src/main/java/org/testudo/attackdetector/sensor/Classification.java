package org.testudo.attackdetector.sensor;

import java.util.List;
import org.testudo.kernel.command.Alert;

/**
 * What a category of Suricata says of the outcome. EVE holds the description of the class, not its short name; these are the
 * descriptions of the {@code classification.config} that Suricata is shipped with. Severity is no help: it is 1 for attempted
 * and successful attacks alike (AD-1).
 */
final class Classification {
    private static final List<String> SUCCEEDED = List.of(
            "Successful Administrator Privilege Gain",
            "Successful User Privilege Gain",
            "Information Leak",
            "Large Scale Information Leak",
            "Denial of Service",
            "A Network Trojan was detected",
            "Malware Command and Control Activity Detected",
            "Domain Observed Used for C2 Detected",
            "Successful Credential Theft Detected",
            "Crypto Currency Mining Activity Detected");
    private static final List<String> ATTEMPTED = List.of(
            "Attempted Administrator Privilege Gain",
            "Attempted User Privilege Gain",
            "Attempted Information Leak",
            "Attempted Denial of Service",
            "Detection of a Denial of Service Attack",
            "Detection of a Network Scan",
            "Web Application Attack",
            "Exploit Kit Activity Detected",
            "Executable code was detected",
            "An attempted login using a suspicious username was detected",
            "Attempt to login by a default username and password",
            "Possible Social Engineering Attempted");
    private static final List<String> FAILED = List.of("Unsuccessful User Privilege Gain");

    private Classification() {}

    static Alert.Outcome outcome(String category) {
        if (FAILED.contains(category)) return Alert.Outcome.BLOCKED;
        if (SUCCEEDED.contains(category)) return Alert.Outcome.SUCCEEDED;
        return ATTEMPTED.contains(category) ? Alert.Outcome.ATTEMPTED : Alert.Outcome.UNKNOWN;
    }

    /** Suricata's priorities: 1 is the worst. */
    static Alert.Severity severity(int priority) {
        return switch (priority) {
            case 1 -> Alert.Severity.CRITICAL;
            case 2 -> Alert.Severity.HIGH;
            case 3 -> Alert.Severity.MEDIUM;
            case 4 -> Alert.Severity.LOW;
            default -> Alert.Severity.UNKNOWN;
        };
    }
}

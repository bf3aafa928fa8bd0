package org.testudo.config;

/**
 * What follows from alerts (AD-4). Part of the genesis: equal at all members.
 *
 * @param enforce false: the group only says what it would do
 * @param policy YAML file of rules; empty: the standard policy
 */
public record AttackDetectorConfig(boolean enforce, String policy) {
    public static AttackDetectorConfig defaults() {
        return new AttackDetectorConfig(false, "");
    }
}

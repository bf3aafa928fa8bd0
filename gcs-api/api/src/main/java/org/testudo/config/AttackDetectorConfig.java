package org.testudo.config;

/**
 * What follows from alerts and from evidence (AD-4, AD-10). Policy and enforcement are part of the genesis: equal at all
 * members.
 *
 * @param enforce false: the group only says what it would do
 * @param policy YAML file of rules; empty: the standard policy
 * @param evidence folder in which this member keeps evidence, one file each; empty: it keeps none
 */
public record AttackDetectorConfig(boolean enforce, String policy, String evidence) {
    /** Of a member that keeps no evidence. */
    public AttackDetectorConfig(boolean enforce, String policy) {
        this(enforce, policy, "");
    }

    public static AttackDetectorConfig defaults() {
        return new AttackDetectorConfig(false, "");
    }
}

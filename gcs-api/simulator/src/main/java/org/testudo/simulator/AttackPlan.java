package org.testudo.simulator;

/**
 * How one member is Byzantine.
 *
 * @param attack what it does; null for twins, whose cores are honest
 * @param from when it turns, in nanoseconds; until then it is honest
 */
record AttackPlan(Attack.Factory attack, long from, boolean twins) {}

/**
 * Ordering and membership together, in a seeded world: correct cores under every named attack, and deliberately broken ones
 * that the checks must catch.
 */
package org.testudo.membership.joint;

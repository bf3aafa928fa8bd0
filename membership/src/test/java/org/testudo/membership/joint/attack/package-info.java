/** Attacks on ordering and membership by one who knows both protocols. */
package org.testudo.membership.joint.attack;

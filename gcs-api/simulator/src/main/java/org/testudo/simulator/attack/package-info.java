/** Attacks that need no knowledge of a protocol. Those that do stand in the tests of their protocol. */
package org.testudo.simulator.attack;

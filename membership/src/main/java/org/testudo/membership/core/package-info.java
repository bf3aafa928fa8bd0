/** The membership as a pure state machine: what ordered commands make of the seats, and who certified it (GM-1 to GM-25). */
package org.testudo.membership.core;

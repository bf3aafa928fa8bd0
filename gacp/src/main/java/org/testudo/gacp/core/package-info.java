/** Client access as a deterministic state machine: which requests are taken, what was answered, what is signed (CA-1 to CA-9). */
package org.testudo.gacp.core;

/** Accusations as a pure core: what sensors report, and what evidence convicts. */
package org.testudo.attackdetector.core;

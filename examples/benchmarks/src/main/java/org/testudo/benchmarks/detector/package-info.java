/** How good the failure detector is: the real core in virtual time, over delays with tails. */
@org.jspecify.annotations.NullMarked
package org.testudo.benchmarks.detector;

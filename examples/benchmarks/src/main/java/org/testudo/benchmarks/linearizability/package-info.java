/** Judges whether what clients saw can have come from one service that executes one operation after the other. */
@org.jspecify.annotations.NullMarked
package org.testudo.benchmarks.linearizability;

/** Measures groups of four on this machine, Testudo's beside those of its peers: {@code testudo bench}. */
@org.jspecify.annotations.NullMarked
package org.testudo.benchmarks;

/** Breaks a real group while clients use it, and judges what they saw: {@code testudo chaos}. */
@org.jspecify.annotations.NullMarked
package org.testudo.benchmarks.chaos;

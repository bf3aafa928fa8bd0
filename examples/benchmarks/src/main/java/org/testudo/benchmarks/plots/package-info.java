/** Draws what was measured, as SVG that people and screen readers can read. */
@org.jspecify.annotations.NullMarked
package org.testudo.benchmarks.plots;

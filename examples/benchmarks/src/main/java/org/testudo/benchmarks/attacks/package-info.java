/** The attack suite: what an insider or an outsider can do to a group, tried for real on several stacks. */
@org.jspecify.annotations.NullMarked
package org.testudo.benchmarks.attacks;

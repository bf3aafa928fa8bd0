/** Deterministic, bounded binary encoding: equal values give equal bytes on every member (ARCHITECTURE 7). */
package org.testudo.kernel.wire;

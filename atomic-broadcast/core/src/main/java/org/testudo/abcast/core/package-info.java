/**
 * ABCAST: leader-based three-phase ordering in the PBFT lineage (AB-2), as a pure core. {@link
 * org.testudo.abcast.core.AbcastCore} routes events to its parts; the page {@code site/abcast.md} has the messages, rules and
 * bounds.
 */
package org.testudo.abcast.core;

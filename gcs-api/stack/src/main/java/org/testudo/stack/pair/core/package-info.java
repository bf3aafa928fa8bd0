/** Messages to one member, as a pure core: in order, once, while both starts of the pair hold a seat, and bounded. */
package org.testudo.stack.pair.core;

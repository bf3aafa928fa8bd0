/** SICP in the place of {@code TCP} under the stock protocols of JGroups. */
@org.jspecify.annotations.NullMarked
package org.testudo.sicp.stock;

/** Signed statements: what is signed, by whom, and how it is checked (G-3, SICP-8, SICP-10). */
package org.testudo.kernel.statement;

/** Signatures of statements: one definition of what is valid, and the keys of this process (SICP-10, GM-11). */
package org.testudo.sicp.signature;

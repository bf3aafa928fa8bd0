/** Authenticated connections between members: TLS, frames, one lane per peer, refusals (SICP-2 to SICP-7). */
package org.testudo.sicp.transport;

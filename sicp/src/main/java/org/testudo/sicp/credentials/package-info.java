/** Who is who: the group's authority, credentials, public cards, and the genesis that they found (SICP-1, SICP-14, GM-2). */
package org.testudo.sicp.credentials;

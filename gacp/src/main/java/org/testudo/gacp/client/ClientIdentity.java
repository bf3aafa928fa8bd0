package org.testudo.gacp.client;

import org.testudo.api.Principal;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;

/**
 * Who a client is and whom it believes.
 *
 * @param card what opens its sessions
 * @param signer signs with its statement key
 */
record ClientIdentity(
        Genesis genesis, Principal principal, StatementKey key, byte[] card, Signer signer, Verifier verifier) {}

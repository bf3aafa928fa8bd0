package org.testudo.kernel.statement;

import org.testudo.api.MemberId;
import org.testudo.api.Principal;

/**
 * A message whose signature has been checked. Two that conflict are evidence against the signer.
 *
 * @param signer who signed
 * @param header what the statement is about
 * @param message the content
 * @param signature over {@link StatementHeader#statement} of the content
 */
public record Signed<M>(Principal signer, StatementHeader header, M message, Signature signature)
        implements Authentic<M> {
    @Override
    public MemberId sender() {
        return signer.member();
    }
}

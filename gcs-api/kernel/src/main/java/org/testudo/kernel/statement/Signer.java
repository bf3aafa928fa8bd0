package org.testudo.kernel.statement;

import java.util.Optional;

/** Signs for this process's own principal. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Signer {
    /**
     * Signs a statement with the key that its header asks for: the key of its view, or the statement key.
     *
     * @return empty when the key of that view has been erased (GM-11) or was never held
     */
    Optional<Signature> sign(StatementHeader header, byte[] body);
}

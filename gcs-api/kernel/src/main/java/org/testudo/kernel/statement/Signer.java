package org.testudo.kernel.statement;

import java.util.List;
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

    /**
     * Signs several statements, those of one key under one signature where the signer can (SICP-8). Whoever sees one of
     * them signed sees hashes of others of its batch.
     *
     * @param statements at most {@link StatementBatch#MAX_STATEMENTS}
     * @return what {@link #sign} would give for each, in their order
     */
    default List<Optional<Signature>> signAll(List<Statement> statements) {
        return statements.stream().map(each -> sign(each.header(), each.body())).toList();
    }
}

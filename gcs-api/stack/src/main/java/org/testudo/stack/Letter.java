package org.testudo.stack;

import java.util.Optional;
import java.util.function.Consumer;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Statement;
import org.testudo.kernel.view.ViewCertificate;

/**
 * A message on its way out.
 *
 * @param statement that it makes, if it is to be signed
 * @param bytes that it takes
 * @param send sends it, with the signature of its statement if it makes one
 */
record Letter(Optional<Statement> statement, int bytes, Consumer<Optional<Signature>> send) {
    /**
     * Whether its statement must be signed by itself. The signatures of a view certificate go to clients, who could test
     * guesses at what members say to each other against the hashes of their batch.
     */
    boolean leavesTheGroup() {
        return statement
                .filter(it -> it.header().type() == ViewCertificate.STATEMENT_TYPE)
                .isPresent();
    }
}

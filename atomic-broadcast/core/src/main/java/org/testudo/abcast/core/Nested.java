package org.testudo.abcast.core;

import java.util.Optional;
import java.util.function.Consumer;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Signed messages of members inside other messages. */
final class Nested {
    private Nested() {}

    static void write(Signed<? extends AbcastMessage> signed, WireWriter out) {
        out.writeText(signed.signer().name());
        signed.message().write(out);
        signed.signature().write(out);
    }

    static <M extends AbcastMessage> Signed<M> read(WireReader in, Lives lives, WireReader.Element<M> content)
            throws MalformedException {
        Principal signer = Principal.of(Origin.readMember(in));
        M message = content.read(in);
        Optional<StatementHeader> header = message.header(lives);
        if (header.isEmpty()) throw new MalformedException("nothing that is signed");
        return new Signed<>(signer, header.get(), message, Signature.read(in));
    }

    /** That its signer signed it. */
    static Claim.SignedBy claim(Signed<? extends AbcastMessage> signed) {
        return new Claim.SignedBy(
                signed.signer(), signed.header(), signed.message().statementBody(), signed.signature());
    }

    /** Gives a received message its type back; one that came without its signature is dropped. */
    static <M> void handOver(Authentic<AbcastMessage> as, M message, Consumer<Signed<M>> handler) {
        if (as instanceof Signed<AbcastMessage> it) {
            handler.accept(new Signed<>(it.signer(), it.header(), message, it.signature()));
        }
    }

    /** The header of a statement made in a view. */
    static Optional<StatementHeader> viewBound(Lives lives, long view, long epoch, long slot, int type) {
        return Optional.of(new StatementHeader.ViewBound(lives.of(view), view, epoch, slot, type));
    }
}

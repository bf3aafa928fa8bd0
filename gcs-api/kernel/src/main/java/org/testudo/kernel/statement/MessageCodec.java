package org.testudo.kernel.statement;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** How the messages of one protocol are written, read and proved. Pure and safe for use by several threads. */
public interface MessageCodec<M> {
    void write(M message, WireWriter out);

    /** Reads one message, bounded and validated as far as bytes alone allow. */
    M read(WireReader in) throws MalformedException;

    /**
     * The header under which the sender signs this message; empty for one that needs no proof beyond its channel. The header
     * is derived from the message, so it is not sent.
     */
    Optional<StatementHeader> header(M message);

    /** The body that the signature covers: content only, never a nested signature (SICP-13). */
    default byte[] statementBody(M message) {
        return encode(message);
    }

    /** Everything nested in the message that must be verified before a core sees it. */
    List<Claim> claims(M message);

    /** The lane in which the host keeps this message (HOST-1). */
    Lane lane(M message);

    /**
     * Whether messages must arrive in the order in which they were sent. If not, the transport lets what is small overtake
     * what is large (AB-18); across lanes no order is kept in any case.
     */
    default boolean keepsOrder() {
        return false;
    }

    /**
     * Whether a message can still be of use to a core in this view that has delivered up to this slot. Asked before the claims
     * are verified, so that nobody is made to verify what is then ignored (HOST-1); what is of no use is dropped as if lost,
     * and never held against its sender.
     */
    default boolean useful(M message, long view, long delivered) {
        return true;
    }

    /** What this message votes for, if it is one of the votes of which a quorum is enough: see {@link SpareVotes}. */
    default Optional<Vote> vote(M message) {
        return Optional.empty();
    }

    /** Whether its sender's votes may prove this message false, so that none of them stays set aside (AD-10). */
    default boolean answersForVotes(M message) {
        return false;
    }

    /** Separate bounded queues per sender. */
    enum Lane {
        CONTROL,
        VOTES,
        BODIES
    }

    default byte[] encode(M message) {
        return WireWriter.bytes(expectedBytes(message), out -> write(message, out));
    }

    /** About how many bytes the message takes, rather too many than too few: what is set aside for writing it. */
    default int expectedBytes(M message) {
        return 256;
    }

    /** Reads one whole message. */
    default M decode(byte[] bytes) throws MalformedException {
        return WireReader.whole(bytes, this::read);
    }
}

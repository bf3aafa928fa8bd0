package org.testudo.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.wire.MalformedException;

/** One message on the wire: bytes and perhaps the sender's signature. Decoded once, however many receive it. */
final class Packet {
    private final SimulatedMember sender;
    private final int layer;
    private final byte[] bytes;
    private final Optional<Signature> signature;
    private final long hash;
    private boolean decoded;
    private String fault;
    private Authentic<?> message;
    private List<Proof> proofs = List.of();
    private long latestView = -1;

    Packet(SimulatedMember sender, int layer, byte[] bytes, Optional<Signature> signature) {
        this.sender = sender;
        this.layer = layer;
        this.bytes = bytes;
        this.signature = signature;
        this.hash = Bytes.hash(layer + (signature.isPresent() ? 256 : 0), bytes);
    }

    SimulatedMember sender() {
        return sender;
    }

    int layer() {
        return layer;
    }

    byte[] bytes() {
        return bytes;
    }

    Optional<Signature> signature() {
        return signature;
    }

    /** Of its content, for the trace. */
    long hash() {
        return hash;
    }

    /** What is wrong with the bytes, read as of the sender's life; null if nothing. */
    String fault() {
        MessageCodec<Object> codec = sender.codec(layer);
        if (!decoded) decode(codec);
        return fault;
    }

    /** The message as its codec reads it; null if it cannot. */
    Object content() {
        return fault() == null ? message().message() : null;
    }

    Authentic<?> message() {
        return message;
    }

    /** Whether it names a view, or a life, that a member with this book has yet to learn. */
    boolean early(KeyBook book) {
        if (latestView > book.latest()) return true;
        for (Proof proof : proofs) if (proof.early(book)) return true;
        return false;
    }

    /** The first claim that does not hold; empty if it is proved. */
    Optional<Proof> refuted(KeyBook book, SimulatedKeys keys) {
        for (Proof proof : proofs) if (!proof.holds(book, keys)) return Optional.of(proof);
        return Optional.empty();
    }

    /** Whether this is the claim that the sender signed the message. */
    boolean isOwn(Proof proof) {
        return signature.isPresent() && proof == proofs.get(0);
    }

    private void decode(MessageCodec<Object> codec) {
        decoded = true;
        try {
            Object content = codec.decode(bytes);
            Optional<StatementHeader> header = codec.header(content);
            if (header.isPresent() != signature.isPresent()) {
                fault = header.isPresent() ? "signature missing" : "signature not asked for";
                return;
            }
            List<Claim> claims = new ArrayList<>();
            if (header.isPresent()) {
                byte[] body = codec.statementBody(content);
                claims.add(new Claim.SignedBy(sender.principal(), header.get(), body, signature.get()));
            }
            claims.addAll(codec.claims(content));
            proofs = claims.stream().map(Proof::new).toList();
            for (Proof proof : proofs) latestView = Math.max(latestView, proof.view());
            message = header.isPresent()
                    ? new Signed<>(sender.principal(), header.get(), content, signature.get())
                    : new Unsigned<>(sender.id(), content);
        } catch (MalformedException e) {
            fault = "malformed: " + e.getMessage();
        } catch (RuntimeException e) {
            throw new Violation("codec", "the codec of layer " + layer + " threw " + e + " on hostile bytes", e);
        }
    }
}

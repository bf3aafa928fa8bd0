package org.testudo.kernel.order;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.RequestStatement;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What an origin asks to have ordered; a view-free statement (G-3, AB-5). Immutable but for what is in its body. */
public final class Request {
    /** The largest body that can be read from the wire; configuration allows less. */
    public static final int MAX_BODY = 16 << 20;

    private final Origin origin;
    private final long number;
    private final RequestClass kind;
    private final byte[] body;
    private @Nullable Digest bodyDigest; // made once it is asked for; two threads may make it twice

    /**
     * A request.
     *
     * @param number from 1
     * @param body at most {@link #MAX_BODY} bytes; must not be changed
     */
    public Request(Origin origin, long number, RequestClass kind, byte[] body) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.kind = Objects.requireNonNull(kind, "kind");
        if (number < 1) throw new IllegalArgumentException("request number " + number + ": numbers begin with 1");
        this.number = number;
        this.body = body;
    }

    /** Who asks. */
    public Origin origin() {
        return origin;
    }

    /** Place among the requests of this origin, from 1 without gaps (AB-21). */
    public long number() {
        return number;
    }

    /** What the ordering knows of it. */
    public RequestClass kind() {
        return kind;
    }

    /** The rest; must not be changed. */
    public byte[] body() {
        return body;
    }

    public static Request read(WireReader in) throws MalformedException {
        Origin origin = Origin.read(in);
        long number = in.readCount();
        if (number < 1) throw new MalformedException("request number " + number);
        return new Request(origin, number, in.readEnum(RequestClass.values()), in.readBytes(MAX_BODY));
    }

    public void write(WireWriter out) {
        origin.write(out);
        out.writeLong(number).writeEnum(kind).writeBytes(body);
    }

    /** Names the request by its content; excludes the signature (SICP-13). */
    public Digest digest() {
        return Digest.of(out -> {
            origin.write(out);
            out.writeLong(number).writeEnum(kind).writeFixed(signedBody());
        });
    }

    /** The header under which the origin signs it; the signed body is {@link #signedBody()}. */
    public StatementHeader header(Lives lives) {
        return new StatementHeader.ViewFree(life(lives), origin, number, StatementTypes.REQUEST + kind.ordinal());
    }

    /** What the origin signs under {@link #header}: length and digest of the body. */
    public byte[] signedBody() {
        return RequestStatement.of(body.length, bodyDigest());
    }

    private Digest bodyDigest() {
        Digest known = bodyDigest;
        if (known == null) bodyDigest = known = Digest.of(body);
        return known;
    }

    /** The life for which it is made: what forms the group comes before the life that it forms. */
    public GroupLife life(Lives lives) {
        return kind == RequestClass.FORMATION ? lives.forming() : lives.formed();
    }

    /** What must hold before a signed request is believed: its signature, the card that opens a session, the evidence. */
    public static List<Claim> claims(Signed<Request> signed) {
        Request request = signed.message();
        List<Claim> claims = new ArrayList<>();
        claims.add(claim(signed));
        if (request.opensSession()) {
            claims.add(new Claim.Certified(request.origin.principal(), request.origin.key(), request.body));
        }
        claims.addAll(request.nestedClaims(signed.header().life()));
        return List.copyOf(claims);
    }

    /** That its origin signed it. */
    public static Claim.SignedBy claim(Signed<Request> signed) {
        return new Claim.SignedBy(
                signed.signer(), signed.header(), signed.message().signedBody(), signed.signature());
    }

    /** What the command in it asks to be verified: the statements in evidence, the announcements of a formation. */
    public List<Claim> nestedClaims(GroupLife life) {
        return command(life).map(command -> command.claims(life)).orElse(List.of());
    }

    /**
     * The command in a request of class {@code CONTROL}, or {@code FORMATION}; empty for others and where the body is none,
     * or one of the other class.
     */
    public Optional<Command> command(GroupLife life) {
        if (kind != RequestClass.CONTROL && kind != RequestClass.FORMATION) return Optional.empty();
        try {
            Command command = Command.decode(body, life);
            boolean forms = command instanceof Command.Form;
            return forms == (kind == RequestClass.FORMATION) ? Optional.of(command) : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Whether this request opens its origin's session. */
    public boolean opensSession() {
        return kind == RequestClass.SESSION && number == 1 && origin.principal().kind() == Principal.Kind.CLIENT;
    }

    public static void writeSigned(Signed<Request> signed, WireWriter out) {
        signed.message().write(out);
        signed.signature().write(out);
    }

    public static Signed<Request> readSigned(WireReader in, Lives lives) throws MalformedException {
        Request request = read(in);
        return request.signed(lives, Signature.read(in));
    }

    /** This request with its origin's signature. */
    public Signed<Request> signed(Lives lives, Signature signature) {
        return new Signed<>(origin.principal(), header(lives), this, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Request that
                && number == that.number
                && origin.equals(that.origin)
                && kind == that.kind
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, number);
    }

    @Override
    public String toString() {
        return origin.principal() + "/" + origin.incarnation() + "#" + number;
    }
}

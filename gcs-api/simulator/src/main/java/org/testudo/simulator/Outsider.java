package org.testudo.simulator;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Recovery;

/** A client, sensor or operator of a run, or whoever holds a new key of a member: signs requests, and numbers them from 1. */
public final class Outsider {
    private final SimulatedKeys keys;
    private final Supplier<Lives> lives;
    private final Origin origin;
    private final List<Request> signed = new ArrayList<>();
    private long numbered;

    Outsider(SimulatedKeys keys, Supplier<Lives> lives, Principal principal, long incarnation) {
        this(keys, lives, new Origin(principal, keys.create(keyLabel(principal)), incarnation));
    }

    Outsider(SimulatedKeys keys, Supplier<Lives> lives, Origin origin) {
        this.keys = keys;
        this.lives = lives;
        this.origin = origin;
    }

    static String keyLabel(Principal principal) {
        return principal.toString();
    }

    public Origin origin() {
        return origin;
    }

    public StatementKey key() {
        return origin.key();
    }

    /** The serial number of its certificate. */
    public BigInteger serial() {
        return SimulatedKeys.serial(origin.principal());
    }

    /** The request that opens a client's session (AB-22). */
    public Signed<Request> opening() {
        return next(RequestClass.SESSION, card());
    }

    /** By which the group's authority certifies its key. */
    public byte[] card() {
        return keys.card(origin.principal(), origin.key());
    }

    /** The same with a card of an authority between the group's and this client, whose certificate has this number. */
    public Signed<Request> opening(BigInteger intermediate) {
        Principal client = origin.principal();
        CertificateSerials serials = new CertificateSerials(SimulatedKeys.serial(client), Optional.of(intermediate));
        return next(RequestClass.SESSION, keys.card(client, origin.key(), serials));
    }

    /** A request under the next number. */
    public Signed<Request> next(RequestClass kind, byte[] body) {
        return numbered(++numbered, kind, body);
    }

    /** A request under any number, also one used before. */
    public Signed<Request> numbered(long number, RequestClass kind, byte[] body) {
        Request request = new Request(origin, number, kind, body);
        signed.add(request);
        Lives known = lives.get();
        return request.signed(
                known, keys.sign(origin.key(), request.header(known).statement(request.signedBody()), 0));
    }

    /** A CRL that the group's authority has signed, as anybody may hand it in (SICP-11). */
    public Command.Revoke crl(RevocationList list) {
        return new Command.Revoke(list, keys.crl(list));
    }

    /** Its word, as an operator, for an instruction in the present life (GM-24). */
    public Approval approval(Instruction instruction) {
        Bearer bearer = Bearer.of(origin);
        byte[] statement = instruction.header(lives.get().formed(), bearer).statement(instruction.body());
        return new Approval(origin.principal().name(), origin.key(), keys.sign(origin.key(), statement, 0));
    }

    /** Its word, as an operator, for a new life of the group (GM-22). */
    public Approval approval(Recovery recovery) {
        byte[] statement = recovery.header(Bearer.of(origin)).statement(recovery.body());
        return new Approval(origin.principal().name(), origin.key(), keys.sign(origin.key(), statement, 0));
    }

    /** All that it has ever signed. */
    public List<Request> signed() {
        return signed;
    }
}

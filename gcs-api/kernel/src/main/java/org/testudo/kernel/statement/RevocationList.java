package org.testudo.kernel.statement;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.Principal;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a CRL of the group's authority says, in the group's own terms (SICP-11). That the CRL says it is a
 * {@link Claim.Listed}, which the host checks, so that no core has to read X.509.
 *
 * @param number of the CRL, from 1; of two lists the higher is in force
 * @param entries in the order of the CRL, no serial number twice
 */
public record RevocationList(long number, List<Revocation> entries) {
    /** The most entries: whoever has revoked more certificates that are not expired founds a new authority. */
    public static final int MAX_ENTRIES = 256;

    /** No CRL has been delivered. */
    public static final RevocationList NONE = new RevocationList(0, List.of());

    public RevocationList {
        entries = List.copyOf(entries);
    }

    /** Whether the statement key of this principal is revoked. */
    public boolean revokes(Bearer bearer) {
        return entries.stream()
                .anyMatch(entry -> entry.bearer().filter(bearer::equals).isPresent());
    }

    /** All whose statement keys are revoked. */
    public Set<Bearer> bearers() {
        Set<Bearer> bearers = new LinkedHashSet<>();
        entries.forEach(entry -> entry.bearer().ifPresent(bearers::add));
        return Collections.unmodifiableSet(bearers);
    }

    /**
     * The clients that may not act. By name, whatever the key: with the key of its certificate a client can vouch for any
     * number of statement keys, and a member could take them for it.
     */
    public Set<Principal> clients() {
        Set<Principal> clients = new LinkedHashSet<>();
        for (Bearer each : bearers())
            if (each.principal().kind() == Principal.Kind.CLIENT) clients.add(each.principal());
        return Collections.unmodifiableSet(clients);
    }

    /**
     * The certificates that are revoked whoever they are of: those of entries without a bearer, which takes operators. A card that
     * rests on one of them opens no session, whoever its client is. An entry with a bearer is about that bearer alone: else the
     * authority could name nobody with the certificates of all.
     */
    public Set<BigInteger> serials() {
        Set<BigInteger> serials = new LinkedHashSet<>();
        for (Revocation each : entries) if (each.bearer().isEmpty()) serials.add(each.serial());
        return Collections.unmodifiableSet(serials);
    }

    /** Whether it has an entry that names no statement key and is not in the list before: of one certificate, or of an authority. */
    public boolean addsCertificatesTo(RevocationList before) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.bearer().isEmpty() && before.of(entry.serial()).isEmpty());
    }

    /** The entry of the certificate with this serial number. */
    public Optional<Revocation> of(BigInteger serial) {
        return entries.stream().filter(entry -> entry.serial().equals(serial)).findFirst();
    }

    public static RevocationList read(WireReader in) throws MalformedException {
        long number = in.readCount();
        List<Revocation> entries = in.readList(MAX_ENTRIES, Revocation::read);
        Set<BigInteger> serials = new LinkedHashSet<>();
        for (Revocation each : entries) {
            if (!serials.add(each.serial())) throw new MalformedException("a certificate is revoked twice");
        }
        return new RevocationList(number, entries);
    }

    public void write(WireWriter out) {
        out.writeLong(number).writeList(entries, Revocation::write);
    }

    @Override
    public String toString() {
        return "CRL " + number + " with " + entries.size() + " entries";
    }
}

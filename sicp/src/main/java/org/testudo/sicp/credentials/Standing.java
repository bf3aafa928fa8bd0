package org.testudo.sicp.credentials;

import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;

/**
 * What the group has decided of certificates, as far as this process knows: which are revoked (SICP-11), and who holds a seat.
 * Whoever holds one keeps its connections when its certificate expires, for a clock must evict nobody (SICP-12). Safe for use by
 * several threads.
 */
public final class Standing {
    private final Clock clock;
    private volatile RevocationList revoked = RevocationList.NONE;
    private volatile Set<MemberId> seated = Set.of();
    private volatile Map<MemberId, Instant> pardoned = Map.of();

    /** @param clock by which certificates expire */
    public Standing(Clock clock) {
        this.clock = clock;
    }

    /** Another CRL is in force. */
    public void revoked(RevocationList inForce) {
        revoked = inForce;
    }

    /** These members hold seats now. */
    public void seated(Set<MemberId> members) {
        seated = Set.copyOf(members);
    }

    /**
     * These members may come back with certificates issued at these times or later, and with no others (GM-6). Called by one
     * thread; returns those of whom that is new.
     */
    public Set<MemberId> pardoned(Map<MemberId, Instant> issued) {
        Map<MemberId, Instant> before = pardoned;
        pardoned = Map.copyOf(issued);
        return issued.keySet().stream()
                .filter(member -> !issued.get(member).equals(before.get(member)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The CRL in force, as far as it is known here. */
    public RevocationList revocations() {
        return revoked;
    }

    Instant now() {
        return clock.instant();
    }

    boolean holdsSeat(Principal principal) {
        return principal.kind() == Principal.Kind.MEMBER && seated.contains(principal.member());
    }

    /** Refuses a certificate that a pardoned member had before: whoever broke into its host may have it. */
    void requireNotFormer(Principal principal, Instant issued) throws CertificateException {
        if (principal.kind() != Principal.Kind.MEMBER) return;
        Instant since = pardoned.get(principal.member());
        if (since == null || !issued.isBefore(since)) return;
        throw new CertificateException(
                principal.name() + " was pardoned with a certificate of " + since + "; this one is of " + issued);
    }

    /**
     * Refuses a revoked certificate. An entry that names somebody else than the holder of the path is not about it: without
     * operators the authority could cut off all at once that way. A member whose exclusion waits, since too few would be left,
     * keeps its connections until it is out: without them the group might stop (GM-18).
     *
     * @param principal holder of the path in which the certificate stands
     */
    void requireNotRevoked(Principal principal, BigInteger serial) throws CertificateException {
        Optional<Revocation> entry = revoked.of(serial);
        Optional<Principal> named = entry.flatMap(Revocation::bearer).map(Bearer::principal);
        boolean another = named.filter(it -> !it.equals(principal)).isPresent();
        boolean waits = named.isPresent() && holdsSeat(principal);
        if (entry.isEmpty() || another || waits) return;
        throw new CertificateException("its certificate is revoked by CRL " + revoked.number());
    }
}

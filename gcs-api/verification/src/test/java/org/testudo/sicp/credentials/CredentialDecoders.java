package org.testudo.sicp.credentials;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.wire.MalformedException;

/** What is read of cards and lists of revocation, for the fuzzer: some of its classes are of no use to others. */
public final class CredentialDecoders {
    private static final Authority AUTHORITY = Authority.create("payments");
    private static final Credentials BOB = AUTHORITY.intermediate("office").issue(Principal.of(new MemberId("bob")));
    private static final Credentials ALICE = AUTHORITY.issue(Principal.of(new MemberId("alice")));

    private CredentialDecoders() {}

    /** A card, and whether it is genuine. */
    public static byte[] card(byte[] bytes) throws MalformedException {
        Card read = Card.decode(bytes);
        read.isGenuine(ALICE.authority());
        CertificateSerials.ofCard(bytes).orElseThrow(() -> new IllegalStateException("a card without serial numbers"));
        return read.encode();
    }

    /** Two that are genuine, of the authority itself and of one between. */
    public static List<byte[]> cards() {
        return List.of(ALICE.card().encode(), BOB.card().encode());
    }

    /** A CRL; it has one encoding, or is refused. */
    public static byte[] crl(byte[] der) throws MalformedException {
        Crl.read(der, ALICE.authority());
        return der;
    }

    /** One that this authority signed. */
    public static byte[] crl() {
        Bearer bearer = new Bearer(ALICE.principal(), ALICE.statementKey());
        Revocation revocation = new Revocation(ALICE.certificate().getSerialNumber(), Optional.of(bearer));
        return AUTHORITY.revoke(Optional.empty(), List.of(revocation)).der();
    }
}

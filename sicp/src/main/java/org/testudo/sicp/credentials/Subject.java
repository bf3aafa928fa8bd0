package org.testudo.sicp.credentials;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;

/**
 * The subject of a certificate: exactly CN=name, OU=role, O=group (SICP-1).
 *
 * @param group under the rules of {@link MemberId}
 */
record Subject(String group, Principal principal) {
    /** Reads a subject; empty if it is not one of ours. Never throws. */
    static Optional<Subject> of(X500Name name) {
        RDN[] parts = name.getRDNs();
        if (parts.length != 3 || Arrays.stream(parts).anyMatch(RDN::isMultiValued)) return Optional.empty();
        Optional<String> cn = value(name, BCStyle.CN);
        Optional<String> group = value(name, BCStyle.O);
        Optional<Principal.Kind> kind = value(name, BCStyle.OU).flatMap(Subject::kind);
        boolean valid = cn.filter(MemberId::isValidName).isPresent()
                && group.filter(MemberId::isValidName).isPresent()
                && kind.isPresent();
        return valid ? Optional.of(new Subject(group.get(), new Principal(kind.get(), cn.get()))) : Optional.empty();
    }

    X500Name name() {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, group)
                .addRDN(BCStyle.OU, role(principal.kind()))
                .addRDN(BCStyle.CN, principal.name())
                .build();
    }

    /** The role as certificates spell it. */
    static String role(Principal.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Principal.Kind> kind(String role) {
        return Arrays.stream(Principal.Kind.values())
                .filter(kind -> role(kind).equals(role))
                .findFirst();
    }

    private static Optional<String> value(X500Name name, ASN1ObjectIdentifier type) {
        RDN[] found = name.getRDNs(type);
        if (found.length != 1) return Optional.empty();
        AttributeTypeAndValue only = found[0].getFirst();
        return only.getValue() instanceof ASN1String text ? Optional.of(text.getString()) : Optional.empty();
    }
}

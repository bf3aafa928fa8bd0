package org.testudo.sicp.credentials;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Revocation;

/**
 * A folder of keys as {@code testudo keys} lays it out: {@value #AUTHORITY_STORE} and {@value #AUTHORITY_CERTIFICATE} of the
 * group's authority; for each principal its store {@code NAME.p12} (private) and its card {@code NAME.pem} (public).
 */
public final class KeyFolder {
    /** The authority's own store; to be kept away from the members. */
    public static final String AUTHORITY_STORE = "group-ca.p12";

    /** The authority's certificate; everybody needs it. */
    public static final String AUTHORITY_CERTIFICATE = "group-ca.pem";

    /** The authority's latest CRL; in force is what the group has ordered. */
    public static final String AUTHORITY_CRL = "group-ca.crl";

    private final Path folder;

    public KeyFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes an authority and writes its two files.
     *
     * @throws TestudoException if one of them exists or cannot be written
     */
    public Authority found(String group, Passphrase passphrase) {
        NewFile.requireAbsent(authorityStore());
        NewFile.requireAbsent(authorityCertificate());
        Authority authority = Authority.create(group);
        authority.save(authorityStore(), passphrase);
        authority.certificate().save(authorityCertificate());
        return authority;
    }

    /** Reads the authority that {@link #found} wrote. */
    public Authority authority(Passphrase passphrase) {
        return Authority.load(authorityStore(), passphrase);
    }

    /**
     * Makes an intermediate authority and writes its store, {@code NAME-ca.p12}.
     *
     * @throws TestudoException if the file exists or cannot be written
     */
    public void intermediate(Authority root, String name, Passphrase passphrase) {
        NewFile.requireAbsent(intermediateStore(name));
        root.intermediate(name).save(intermediateStore(name), passphrase);
    }

    /** The store of an intermediate authority. */
    public Path intermediateStore(String name) {
        return folder.resolve(name + "-ca.p12");
    }

    /**
     * Issues credentials and writes the store and the card.
     *
     * @throws TestudoException if one of the files exists or cannot be written
     */
    public Credentials issue(Authority authority, Principal principal, Passphrase passphrase) {
        return issue(authority, principal, passphrase, principal.name());
    }

    /**
     * The same in files of another name: new keys beside the former ones of a principal.
     *
     * @param file name of the two files, without their endings
     */
    public Credentials issue(Authority authority, Principal principal, Passphrase passphrase, String file) {
        NewFile.requireAbsent(store(file));
        NewFile.requireAbsent(card(file));
        Credentials credentials = authority.issue(principal);
        credentials.save(store(file), passphrase);
        credentials.card().save(card(file));
        return credentials;
    }

    /**
     * Makes the next CRL in place of the one before: all that it revokes, and these (SICP-11).
     *
     * @param cards names of principals, with all their renewals (but for the latest, if {@code certificateOnly}), or of files of cards in this folder
     * @param certificateOnly leaves their statement keys good: of a certificate that was renewed
     * @throws TestudoException if a card is missing or of another authority, or there would be too many entries
     */
    public CrlFile revoke(Authority authority, List<String> cards, boolean certificateOnly) {
        List<Revocation> more = new ArrayList<>();
        for (Path each : cards.stream()
                .flatMap(named -> cardFiles(named, certificateOnly).stream())
                .toList()) {
            Card card = Card.load(each, authority.certificate(), "keys revoke");
            Bearer bearer = new Bearer(card.principal(), card.statementKey());
            more.add(new Revocation(
                    card.certificate().getSerialNumber(), certificateOnly ? Optional.empty() : Optional.of(bearer)));
        }
        Optional<CrlFile> before = Files.exists(crl())
                ? Optional.of(CrlFile.load(crl(), authority.certificate(), "keys revoke"))
                : Optional.empty();
        CrlFile next = authority.revoke(before, more);
        next.save(crl());
        return next;
    }

    /**
     * Renews the certificate in a store, in its place and format and as a whole, and writes its card beside the others as
     * {@code NAME.2.pem}, {@code NAME.3.pem} and so on. The card in the group's configuration stays as it is, for it names the
     * statement key.
     *
     * @throws TestudoException if the store is missing, or not of this authority, or the pass phrase wrong
     */
    public Credentials renew(Authority authority, String name, Passphrase passphrase) {
        Credentials old = Credentials.read(store(name), authority.certificate(), passphrase);
        if (!old.principal().name().equals(name)) {
            throw new TestudoException("keys renew: " + store(name) + " holds the keys of " + old.principal());
        }
        if (!old.card().isGenuine(authority.certificate())) {
            throw new TestudoException("keys renew: the certificate in " + store(name) + " is not of this folder's CA");
        }
        Credentials fresh = authority.renew(old);
        fresh.card().save(renewed(name, cards(name).size() + 1));
        fresh.replace(store(name), passphrase);
        return fresh;
    }

    /** The cards of a principal, the first and those of its renewals, as far as they are here. */
    private List<Path> cards(String name) {
        List<Path> cards = new ArrayList<>(List.of(card(name)));
        for (Path next = renewed(name, 2); Files.exists(next); next = renewed(name, cards.size() + 1)) cards.add(next);
        return cards;
    }

    private Path renewed(String name, int number) {
        return folder.resolve(name + "." + number + ".pem");
    }

    /** Of a principal whose statement key stays good its latest certificate does, too. */
    private List<Path> cardFiles(String named, boolean certificateOnly) {
        if (named.endsWith(".pem")) return List.of(folder.resolve(named));
        List<Path> all = cards(named);
        if (!certificateOnly) return all;
        if (all.size() > 1) return all.subList(0, all.size() - 1);
        throw new TestudoException("keys revoke: " + named
                + " has no certificate but the one in use; renew it first, or name" + " the file of a card");
    }

    /** The authority's latest CRL. */
    public Path crl() {
        return folder.resolve(AUTHORITY_CRL);
    }

    public Path authorityStore() {
        return folder.resolve(AUTHORITY_STORE);
    }

    public Path authorityCertificate() {
        return folder.resolve(AUTHORITY_CERTIFICATE);
    }

    /** The private store of a principal: {@code NAME.p12}, or {@code NAME.keys} in PEM, where that is there alone. */
    public Path store(String name) {
        Path store = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".keys");
        return Files.exists(pem) && !Files.exists(store) ? pem : store;
    }

    /** The public card of a principal. */
    public Path card(String name) {
        return folder.resolve(name + ".pem");
    }
}

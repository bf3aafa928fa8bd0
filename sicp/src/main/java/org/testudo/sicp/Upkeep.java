package org.testudo.sicp;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.TestudoException;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.KeyFolder;

/**
 * Looks after this member's credentials while it runs: takes over a renewed store (SICP-9), hands in a CRL that was put beside the
 * authority's certificate (SICP-11), and says ahead when certificates expire (SICP-12). What cannot be read, for it is half
 * written or wrong, changes nothing, is said once, and tried again at each look. One thread at a time.
 */
final class Upkeep {
    /** A CRL that is not in force yet is handed in again after so many looks: the member may not have sat. */
    static final int AGAIN = 30;

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /**
     * Where it looks.
     *
     * @param store of this member
     * @param trust the authority's certificate; the CRL stands beside it
     * @param load reads the store
     * @param notice how long ahead it says that certificates expire
     */
    record Files(Path store, Path trust, Supplier<Credentials> load, List<Duration> notice) {}

    private final Credentials own;
    private final Files files;
    private final WatchedFile store;
    private final WatchedFile crl;
    private final Expiry expiry;
    private final Clock clock;
    private final Supplier<Map<MemberId, Instant>> peers;
    private final Consumer<Notice> announce;
    private CrlFile brought;
    private boolean refused;
    private int looks;

    /** @param peers when the certificates of connected members expire */
    Upkeep(
            Credentials own,
            Files files,
            Clock clock,
            Supplier<Map<MemberId, Instant>> peers,
            Consumer<Notice> announce) {
        this.own = own;
        this.files = files;
        this.clock = clock;
        this.peers = peers;
        this.announce = announce;
        expiry = new Expiry(files.notice);
        store = new WatchedFile(files.store, true);
        crl = new WatchedFile(files.trust.resolveSibling(KeyFolder.AUTHORITY_CRL), false);
    }

    /** Looks once. */
    void look() {
        looks++;
        each("certificate", this::renew);
        each("CRL", this::bring);
        each("expiry", () -> expiry.look(expirations(), clock.instant()).forEach(announce));
    }

    /** One that fails for a reason that nobody thought of ends neither the others nor later looks. */
    private void each(String what, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.error("member={} could not look after its {}", own.principal().name(), what, e);
        }
    }

    /** What cannot be taken over yet, as one that is valid only later, is tried again at each look, and told once. */
    private void renew() {
        boolean changed = store.changed();
        if (!changed && !refused) return;
        store.read();
        try {
            own.renew(files.load.get());
            refused = false;
            LOG.info("member={} certificate renewed until={}", own.principal().name(), expires());
        } catch (TestudoException e) {
            refused = true;
            if (changed)
                LOG.warn("member={} keeps its certificate: {}", own.principal().name(), e.getMessage());
        }
    }

    private void bring() {
        if (crl.changed()) read();
        boolean wanted = brought != null
                && brought.list().number() > own.standing().revocations().number();
        if (wanted && looks % AGAIN == 1) announce.accept(new RevocationBrought(brought.command()));
    }

    private void read() {
        crl.read();
        try {
            brought = CrlFile.load(crl.path(), own.authority(), "CRL");
            looks = 1; // hand it in at once
        } catch (TestudoException e) {
            LOG.warn("member={} hands in no CRL: {}", own.principal().name(), e.getMessage());
        }
    }

    /** When the certificates of this member and of those connected expire. */
    Map<MemberId, Instant> expirations() {
        Map<MemberId, Instant> all = new TreeMap<>(peers.get());
        all.put(own.principal().member(), expires());
        return all;
    }

    private Instant expires() {
        return own.expires();
    }
}

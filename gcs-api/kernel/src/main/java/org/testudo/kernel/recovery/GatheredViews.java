package org.testudo.kernel.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.VerifiedChain;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;
import org.testudo.kernel.view.ViewRecord;

/**
 * Certificates of views from several hands, none of which need be honest or whole: what one of them lacks of the signatures on a
 * view another may have (GM-12, GM-22). Not safe for use by several threads.
 */
public final class GatheredViews {
    /**
     * How far the views of a life are proved.
     *
     * @param certificates of views 1 to k, each with valid signatures alone
     * @param end why not further; for people
     */
    public record Proved(List<ViewCertificate> certificates, String end) {
        public Proved {
            certificates = List.copyOf(certificates);
        }

        /** The record of this view, if it is proved. */
        public Optional<ViewRecord> record(long view) {
            return certificates.stream()
                    .map(ViewCertificate::record)
                    .filter(each -> each.id() == view)
                    .findFirst();
        }
    }

    /** The record of the highest view that is proved in any of these lives; empty if none is. */
    public static Optional<ViewRecord> highest(List<Proved> lives) {
        return lives.stream()
                .flatMap(each -> each.certificates().stream())
                .map(ViewCertificate::record)
                .max(Comparator.comparingLong(ViewRecord::id));
    }

    private final Map<Long, Map<Digest, List<ViewCertificate>>> known = new TreeMap<>();

    /** Takes what somebody has. */
    public void add(List<ViewCertificate> certificates) {
        for (ViewCertificate each : certificates) {
            known.computeIfAbsent(each.record().id(), view -> new LinkedHashMap<>())
                    .computeIfAbsent(each.record().digest(), record -> new ArrayList<>())
                    .add(each);
        }
    }

    /** Goes from the genesis as far as the signatures of all together lead in this life. */
    public Proved prove(Genesis genesis, GroupLife life, Verifier verifier) {
        VerifiedChain chain = new VerifiedChain(genesis, verifier);
        List<ViewCertificate> proved = new ArrayList<>();
        while (true) {
            ViewRecord head = chain.head();
            String end = "nobody has a certificate of view " + (head.id() + 1);
            Optional<ViewCertificate> next = Optional.empty();
            for (List<ViewCertificate> each :
                    known.getOrDefault(head.id() + 1, new LinkedHashMap<>()).values()) {
                if (!each.get(0).record().life().equals(life)) continue;
                ViewCertificate together = together(each, head, verifier);
                VerifiedChain.Step step = chain.extend(together);
                if (step.holds()) next = Optional.of(together);
                else end = "view " + (head.id() + 1) + ": " + step.flaw().orElseThrow();
                if (step.holds()) break;
            }
            if (next.isEmpty()) return new Proved(proved, end);
            proved.add(next.get());
        }
    }

    private static ViewCertificate together(List<ViewCertificate> parts, ViewRecord before, Verifier verifier) {
        ViewRecord record = parts.get(0).record();
        byte[] statement =
                ViewCertificate.header(before.life(), before.id()).statement(ViewCertificate.body(record.digest()));
        TreeMap<Integer, Signature> bySeat = new TreeMap<>();
        for (ViewCertificate each : parts) {
            for (SeatSignature it : each.signatures()) {
                boolean occupied = it.seat() < before.seats().size();
                Optional<StatementKey> key =
                        occupied ? before.seats().get(it.seat()).flatMap(Occupant::viewKey) : Optional.empty();
                boolean good = key.isPresent() && verifier.verify(key.get(), statement, it.signature());
                if (good) bySeat.putIfAbsent(it.seat(), it.signature());
            }
        }
        List<SeatSignature> signatures = new ArrayList<>();
        bySeat.forEach((seat, signature) -> signatures.add(new SeatSignature(seat, signature)));
        return new ViewCertificate(record, signatures);
    }
}

package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Signed;

/**
 * Finds epoch changes that hide what their sender has committed (AD-10). It keeps nothing of its own for that: COMMITs are in
 * the ballots of slots under way and in the certificates of delivered ones, and an epoch change is kept as long as it counts.
 */
final class Hiding {
    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final Misconduct misconduct;

    Hiding(Ordering ordering, Window window, Log log, Misconduct misconduct) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.misconduct = misconduct;
    }

    /** Compares an epoch change with the COMMITs of its sender that are held. */
    void check(Signed<EpochChange> change) {
        MemberId sender = change.sender();
        long epoch = change.message().epoch();
        for (Slot slot : window.slots()) {
            slot.commitsBefore(epoch)
                    .flatMap(ballot -> ballot.of(sender).stream())
                    .filter(cast -> hides(change, cast.proposal().message()))
                    .forEach(cast -> misconduct.concealed(change, cast.claim(committed(cast.proposal()))));
        }
        long above = ordering.delivered() - ordering.settings().window();
        for (QuorumCertificate each : log.certificatesAbove(above, ordering.view())) {
            if (each.epoch() < epoch && hides(change, each.header()))
                each.claimOf(sender).ifPresent(commit -> misconduct.concealed(change, commit));
        }
    }

    /** Compares a COMMIT with its sender's epoch change that is held. */
    void check(Signed<Commit> vote, Optional<Signed<EpochChange>> change) {
        Header header = vote.message().proposal().message();
        change.filter(it -> header.epoch() < it.message().epoch() && hides(it, header))
                .ifPresent(it -> misconduct.concealed(it, Nested.claim(vote)));
    }

    /** A cheap look before the verdict. */
    private static boolean hides(Signed<EpochChange> change, Header committed) {
        return change.message().certificates().stream()
                .noneMatch(each -> each.slot() == committed.slot() && each.epoch() >= committed.epoch());
    }

    private org.testudo.kernel.statement.StatementHeader committed(Signed<Header> proposal) {
        return Commit.statement(ordering.lives(), proposal.message()).orElseThrow();
    }
}

package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.recovery.CertifiedState;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.wire.MalformedException;

/**
 * The last state in a member's journal that a quorum has signed, found without running anything (GM-22). What it says is what
 * the journal says: who reads it verifies it.
 *
 * @param state with the signatures on it
 * @param views certificates of views that the journal holds, in rising order; some may be missing, or lack signatures
 * @param decided the last slot above the state that the journal holds as decided; that of the state if there is none
 */
public record JournalledState(CertifiedState state, List<ViewCertificate> views, long decided) {
    public JournalledState {
        views = List.copyOf(views);
    }

    /**
     * Looks through the ordering's entries of a journal.
     *
     * @param forming the life of view 0
     * @return empty if it holds no state: no checkpoint had become stable
     * @throws MalformedException if an entry cannot be read
     */
    public static Optional<JournalledState> of(List<byte[]> entries, GroupLife forming) throws MalformedException {
        JournalPlan plan = JournalPlan.of(entries);
        if (plan.base().isEmpty()) return Optional.empty();
        BaseEntry.Begun base = plan.base().get();
        List<ViewCertificate> views = new ArrayList<>(base.proof());
        base.views().stream()
                .filter(each -> views.stream()
                        .noneMatch(it -> it.record().id() == each.record().id()))
                .forEach(views::add);
        views.sort(
                (one, other) -> Long.compare(one.record().id(), other.record().id()));
        if (views.isEmpty()) throw new MalformedException("a state without a view");
        Lives lives = Lives.of(forming, views.get(0).record().life());
        StableState stable = plan.state(lives);
        long decided = stable.slot();
        for (byte[] next = plan.next(); next != null; next = plan.next()) {
            JournalEntry entry = JournalEntry.decode(next, lives);
            if (entry instanceof JournalEntry.Delivered it)
                decided = Math.max(decided, it.certificate().slot());
        }
        return Optional.of(new JournalledState(certified(stable), views, decided));
    }

    private static CertifiedState certified(StableState stable) {
        List<CertifiedState.Word> words = new ArrayList<>();
        for (Signed<Checkpoint> each : stable.certificate().votes()) {
            words.add(new CertifiedState.Word(each.sender(), each.signature()));
        }
        return new CertifiedState(stable.certificate().view(), stable.manifest(), words, stable.shares());
    }
}

package org.testudo.abcast.core;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.kernel.statement.Digest;

/** The slots of the present view above the delivered ones, as far as messages are taken for them (AB-31: 2W). */
final class Window {
    private final Ordering ordering;
    private final Contents contents;
    private final TreeMap<Long, Slot> slots = new TreeMap<>();
    private final TreeMap<Long, QuorumCertificate> kept = new TreeMap<>();

    Window(Ordering ordering, Contents contents) {
        this.ordering = ordering;
        this.contents = contents;
    }

    /** The slot of this number; empty if it is delivered or too far ahead. */
    Optional<Slot> slot(long number) {
        if (number <= ordering.delivered() || number > ordering.takeLimit()) return Optional.empty();
        return Optional.of(slots.computeIfAbsent(number, any -> begin(number)));
    }

    private Slot begin(long number) {
        Slot slot = new Slot(number, contents, ordering.settings().largestBatch(), ordering.elapsed());
        slot.choose(ordering.choice().value(number));
        return slot;
    }

    /** The slot of this number, if anything is known of it. */
    Slot find(long number) {
        return slots.get(number);
    }

    Collection<Slot> slots() {
        return slots.values();
    }

    /** Whether a slot under way is to deliver this request: whoever lacks it then asks for it, those who have voted too (AB-18). */
    boolean names(Digest request) {
        return slots.values().stream()
                .flatMap(slot -> slot.expected(ordering.epoch()).flatMap(slot::content).stream())
                .anyMatch(content -> content.value().requests().contains(request));
    }

    int size() {
        return slots.size();
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    void delivered(Slot slot) {
        slots.remove(slot.number());
        slot.close();
        keep(slot);
    }

    /**
     * What this member has signed COMMIT for must show in its next epoch change, or it would be convicted of hiding it (AD-10);
     * and the certificate by which the slot was decided may be of an epoch that this member has not reached.
     */
    private void keep(Slot slot) {
        slot.lock().ifPresent(this::keep);
    }

    /** Keeps what this member has committed of a slot that is past. */
    void keep(QuorumCertificate lock) {
        kept.put(lock.slot(), lock);
        kept.headMap(kept.lastKey() - ordering.settings().window(), true).clear();
    }

    /** The last certificates of this view with which this member signed COMMIT, of slots that are past: at most a window. */
    Collection<QuorumCertificate> keptLocks() {
        return kept.values();
    }

    /**
     * This member is in a state that it was given, of the same view. The certificate of that state may be of a later view, in
     * which it shows in no epoch change of this one: so what this member has committed is kept all the same.
     */
    void forgetUpTo(long slot) {
        slots.headMap(slot, true).values().forEach(passed -> {
            passed.close();
            keep(passed);
        });
        slots.headMap(slot, true).clear();
    }

    /** Another epoch has begun. */
    void restart() {
        slots.values()
                .forEach(
                        each -> each.restart(ordering.epoch(), ordering.choice().value(each.number())));
    }

    /** Another view is in force: whatever was certified above its first slot under the view before is void (AB-13). */
    void install() {
        kept.clear();
        if (ordering.rules().carriesLocks()) return;
        slots.values().forEach(Slot::close);
        slots.clear();
    }
}

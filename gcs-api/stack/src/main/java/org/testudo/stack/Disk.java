package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.testudo.api.TestudoException;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.notice.Superseded;
import org.testudo.stack.journal.FileJournal;
import org.testudo.stack.journal.JournalEntry;

/**
 * What the cores of one start of a member have made durable, and what they find again (AB-25, AB-26). Without a journal an entry
 * lasts as long as the member's memory, which is as long as its incarnation.
 */
final class Disk {
    /** Which entries of one layer are needed: those from a number on. Used by the loop only. */
    private static final class Floor {
        private static final long NOTHING = Long.MAX_VALUE;

        private long needed = NOTHING;
        private long begun;

        /** Entries of a start before this one are needed until others stand for them. */
        private void restored() {
            needed = 0;
        }

        /** An entry has been given this number; from where on they are needed once it is durable. */
        private long appended(long number, EntryRole role) {
            if (needed == NOTHING) needed = number;
            if (role == EntryRole.BEGINS || role == EntryRole.REPLACES) begun = number;
            boolean stands = role == EntryRole.COMPLETES || role == EntryRole.REPLACES;
            return stands ? begun : needed;
        }
    }

    private static final String RETIRED = "retired";

    private final Optional<FileJournal> journal;
    private final List<Integer> types;
    private final List<Floor> floors = new ArrayList<>();
    private long forgotten;
    private volatile boolean retired;

    /** @param types for each layer the id of its protocol, which says whose an entry is, whatever layers the next start has */
    Disk(Optional<FileJournal> journal, List<Integer> types) {
        this.journal = journal;
        this.types = List.copyOf(types);
        types.forEach(each -> floors.add(new Floor()));
    }

    /**
     * Begins to write.
     *
     * @param relief runs when there is room again after {@link #congested} was true
     * @param failed is told why nothing is durable any more: the member must stop (HOST-5)
     */
    void start(Runnable relief, Consumer<Throwable> failed) {
        journal.ifPresent(it -> it.start(relief, failed::accept));
    }

    /**
     * On the loop, after the first view: what each core left in the journal, if this start goes on with one.
     *
     * @param cores take the event of a layer
     */
    void restore(BiConsumer<Integer, Event<?>> cores) {
        if (journal.filter(FileJournal::resumed).isEmpty()) return;
        List<JournalEntry> all = journal.get().restore();
        for (int layer = 0; layer < types.size(); layer++) {
            int type = types.get(layer);
            List<byte[]> own = all.stream()
                    .filter(each -> each.type() == type)
                    .map(JournalEntry::content)
                    .toList();
            if (!own.isEmpty()) floors.get(layer).restored();
            cores.accept(layer, new Event.Restored<>(own));
        }
    }

    /**
     * On the loop.
     *
     * @param persisted takes, on any thread, the answer when the entry is durable, and what is to be done with it on the loop
     */
    void persist(int layer, Action.Persist<?> entry, BiConsumer<Event.Persisted<?>, Runnable> persisted) {
        Event.Persisted<?> answer = new Event.Persisted<>(entry.entry());
        if (journal.isEmpty()) {
            persisted.accept(answer, () -> {});
            return;
        }
        Floor floor = floors.get(layer);
        long[] needed = new long[1];
        JournalEntry bytes = new JournalEntry(types.get(layer), entry.content());
        long number = journal.get().append(bytes, () -> persisted.accept(answer, () -> durable(floor, needed[0])));
        needed[0] = floor.appended(number, entry.role()); // the loop sees it, however soon the answer comes
    }

    /** On the loop: what no layer needs any more goes. */
    private void durable(Floor floor, long needed) {
        if (needed <= floor.needed) return;
        floor.needed = needed;
        long least = floors.stream().mapToLong(each -> each.needed).min().orElse(0);
        if (least <= forgotten) return;
        forgotten = least;
        journal.ifPresent(it -> it.forget(least));
    }

    boolean congested() {
        return journal.filter(FileJournal::congested).isPresent();
    }

    /** The member has left for good: once it ends, no start goes on with this journal, and the next one may join. */
    void retired() {
        retired = true;
    }

    /** The member had left for good, and its journal was still there. */
    TestudoException setAside(Retired notice) {
        journal.ifPresent(it -> it.setAside(RETIRED));
        return new TestudoException("this start of the member holds no seat any more in view " + notice.view()
                + "; its journal is set aside, start the member again, and it joins as a new incarnation");
    }

    /** Another process has the member's seat: nothing that this one has kept counts any more (GM-23). */
    TestudoException setAside(Superseded notice) {
        journal.ifPresent(it -> it.setAside("superseded"));
        String told = notice.by().isEmpty() ? "the group's order says so" : notice.by() + " have met it";
        return new TestudoException("superseded by a later start of this member: " + told
                + "; only one process may run with its credentials. If this one is to run, stop the other, see that the clock"
                + " of this host is right, and start it again");
    }

    /** The journal lacks what a peer has shown: nothing may be said on the strength of it any more. */
    TestudoException setAside(RolledBack notice) {
        journal.ifPresent(it -> it.setAside("rolled-back"));
        return new TestudoException("the journal of this member is an old one: it lacks " + notice.missing()
                + "; it is set aside, start the member again, and it joins as a new incarnation");
    }

    /** After a bug (HOST-5). */
    void mark(String why) {
        journal.ifPresent(it -> it.mark(why));
    }

    void close() {
        if (retired) journal.ifPresent(it -> it.setAside(RETIRED));
        else journal.ifPresent(FileJournal::close);
    }
}

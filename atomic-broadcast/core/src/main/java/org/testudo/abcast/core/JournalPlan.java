package org.testudo.abcast.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.wire.MalformedException;

/** What a start takes from its journal, in order: from the last base that was completed, if there is one, else from the beginning. */
final class JournalPlan {
    private final Deque<byte[]> forming = new ArrayDeque<>();
    private final Deque<byte[]> entries = new ArrayDeque<>();
    private final List<BaseEntry.Piece> pieces = new ArrayList<>();
    private BaseEntry.Begun base;

    /** Nothing is left to take. */
    static JournalPlan none() {
        return new JournalPlan();
    }

    /** @throws MalformedException if an entry of a base cannot be read */
    static JournalPlan of(List<byte[]> journal) throws MalformedException {
        JournalPlan plan = new JournalPlan();
        List<Optional<BaseEntry>> read = new ArrayList<>();
        for (byte[] each : journal) read.add(BaseEntry.decode(each));
        int from = lastBase(read);
        if (from >= 0) plan.begin((BaseEntry.Begun) read.get(from).orElseThrow());
        boolean ofThisBase = from >= 0;
        for (int i = from + 1; i < journal.size(); i++) {
            Optional<BaseEntry> entry = read.get(i);
            ofThisBase &= entry.filter(BaseEntry.Begun.class::isInstance).isEmpty();
            if (entry.isEmpty()) plan.entries.add(journal.get(i));
            else if (ofThisBase) plan.take(entry.get());
        }
        return plan;
    }

    /** Where the last base begins that was completed; -1 if none was. */
    private static int lastBase(List<Optional<BaseEntry>> all) {
        int begun = -1;
        int completed = -1;
        for (int i = 0; i < all.size(); i++) {
            BaseEntry entry = all.get(i).orElse(null);
            if (entry instanceof BaseEntry.Begun) begun = i;
            else if (entry instanceof BaseEntry.Completed) completed = begun;
        }
        return completed;
    }

    private void begin(BaseEntry.Begun begun) {
        base = begun;
        forming.addAll(begun.forming());
    }

    private void take(BaseEntry entry) {
        if (entry instanceof BaseEntry.Again it) entries.add(it.entry());
        else if (entry instanceof BaseEntry.Piece it) pieces.add(it);
    }

    /** The next entry before the base; null if there is none. */
    byte[] nextForming() {
        return forming.poll();
    }

    /** The base, as long as it has not been taken. */
    Optional<BaseEntry.Begun> base() {
        return Optional.ofNullable(base);
    }

    /**
     * Takes the state of the base.
     *
     * @param lives with that of the formed group
     * @throws MalformedException if it is not what its certificate names
     */
    StableState state(Lives lives) throws MalformedException {
        Stable offer = base.state(lives);
        SortedMap<String, Snapshot> shares = new TreeMap<>();
        for (int part = 0; part < offer.manifest().parts().size(); part++) {
            shares.put(offer.manifest().parts().get(part).holder(), new Snapshot(chunks(part)));
        }
        Manifest held = Manifest.of(offer.slot(), shares);
        if (!held.equals(offer.manifest())) throw new MalformedException("the state in it is not the one it names");
        base = null;
        pieces.clear();
        return new StableState(offer.certificate(), offer.manifest(), Collections.unmodifiableSortedMap(shares));
    }

    private List<byte[]> chunks(int part) throws MalformedException {
        List<byte[]> chunks = new ArrayList<>();
        for (BaseEntry.Piece each : pieces) if (each.part() == part) chunks.addAll(each.chunks());
        for (int i = 0; i < chunks.size(); i++) {
            boolean last = i == chunks.size() - 1;
            int length = chunks.get(i).length;
            if (length > Snapshot.CHUNK_BYTES || !last && length < Snapshot.CHUNK_BYTES)
                throw new MalformedException("a chunk of " + length + " bytes");
        }
        if (chunks.isEmpty()) throw new MalformedException("no chunk of a share");
        return chunks;
    }

    /** The next entry after the base; null if there is none. */
    byte[] next() {
        return entries.poll();
    }
}

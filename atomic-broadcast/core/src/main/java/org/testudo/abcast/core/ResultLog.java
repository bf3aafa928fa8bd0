package org.testudo.abcast.core;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;

/**
 * What came of the latest operations here: of each the first eight bytes of a digest of its result, enough to tell two results
 * apart (AB-7). Bounded: of a busy group it holds the last seconds.
 */
final class ResultLog {
    /** Operations that are remembered; of a slot with more, all. */
    static final int MOST = 1 << 16;

    /** Slots that are remembered. */
    static final int MOST_SLOTS = 1 << 14;

    /** One operation and what came of it. */
    record Result(Origin origin, long number, long mark) {}

    private final TreeMap<Long, List<Result>> slots = new TreeMap<>();
    private int size;

    /** The application has answered the operations of a slot; before it is told that the slot is executed. */
    void executed(Executed it) {
        List<Result> results = new ArrayList<>(it.answers().size());
        for (Executed.Answer each : it.answers()) {
            results.add(new Result(each.request().origin(), each.request().number(), mark(each)));
        }
        put(it.slot(), results);
    }

    /** The slot is executed: if nothing was said of it, it held no operation. */
    void applied(long slot) {
        if (!slots.containsKey(slot)) put(slot, List.of());
    }

    /** A gap is that of a state that was given: what was before is of no more use. */
    private void put(long slot, List<Result> results) {
        if (!slots.isEmpty() && slot != slots.lastKey() + 1) clear();
        slots.put(slot, results);
        size += results.size();
        while (slots.size() > 1 && (size > MOST || slots.size() > MOST_SLOTS)) {
            size -= slots.pollFirstEntry().getValue().size();
        }
    }

    private void clear() {
        slots.clear();
        size = 0;
    }

    private static long mark(Executed.Answer answer) {
        byte[] digest = Digest.of(out -> out.writeBoolean(answer.failed()).writeBytes(answer.result()))
                .toBytes();
        return ByteBuffer.wrap(digest).getLong();
    }

    /** Whether it is known what came of the operations of this slot. */
    boolean holds(long slot) {
        return slots.containsKey(slot);
    }

    List<Result> of(long slot) {
        return slots.getOrDefault(slot, List.of());
    }

    /** From this slot on, or from the first that is remembered, as much as one message takes. */
    Results from(long slot) {
        List<List<Long>> told = new ArrayList<>();
        int marks = 0;
        for (List<Result> each : slots.tailMap(slot, true).values()) {
            marks += each.size();
            if (told.size() == Results.MOST || !told.isEmpty() && marks > Results.MOST) break;
            told.add(each.stream().map(Result::mark).toList());
        }
        Long first = slots.ceilingKey(slot);
        return new Results(first == null ? slot : first, told);
    }
}

package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * RESULTS: what came of the operations in some slots, one after the other, at its sender (AB-7). One member's word: whoever
 * asked believes what so many say that one of them is correct.
 *
 * @param first of the slots; later than the one that was asked for if the sender has forgotten that
 * @param slots of each slot a mark of each operation's result, in their order
 */
public record Results(long first, List<List<Long>> slots) implements AbcastMessage {
    static final int TAG = 37;

    /** The most marks and slots of one message; a slot with more marks comes alone. */
    static final int MOST = 1_024;

    /** The most marks that are read: a slot may have more than {@link #MOST}, since it comes alone. */
    static final int MOST_READ = 1 << 14;

    public Results {
        slots = List.copyOf(slots);
    }

    static Results read(WireReader in) throws MalformedException {
        long first = in.readCount();
        int[] marks = new int[1];
        return new Results(first, in.readList(MOST, each -> marks(each, marks)));
    }

    private static List<Long> marks(WireReader in, int[] before) throws MalformedException {
        List<Long> marks = in.readList(MOST_READ - before[0], WireReader::readLong);
        before[0] += marks.size();
        return marks;
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(first);
        out.writeList(slots, (marks, to) -> to.writeList(marks, (mark, each) -> each.writeLong(mark)));
    }

    int size() {
        return 16
                + slots.stream()
                        .mapToInt(marks -> 4 + Long.BYTES * marks.size())
                        .sum();
    }

    @Override
    public Lane lane() {
        return Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onResults(as.sender(), this);
    }
}

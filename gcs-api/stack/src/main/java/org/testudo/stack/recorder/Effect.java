package org.testudo.stack.recorder;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.testudo.api.Notice;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.WireWriter;

/**
 * One thing that the cores have asked of the outside.
 *
 * @param layer that asked; -1 where it is not told
 * @param what for people, without payloads
 * @param mark stands for it in a recording: the first eight bytes of a digest of all of it
 */
record Effect(int layer, String what, long mark) {
    private static Effect of(int layer, String what, Consumer<WireWriter> content) {
        byte[] digest = Digest.of(out -> {
                    out.writeInt(layer).writeText(what);
                    content.accept(out);
                })
                .toBytes();
        return new Effect(layer, what, ByteBuffer.wrap(digest).getLong());
    }

    static Effect sent(int layer, String to, Object message, List<MessageCodec<Object>> codecs) {
        byte[] bytes = codecs.get(layer).encode(message);
        return of(layer, "send " + message.getClass().getSimpleName() + " to " + to, out -> out.writeBytes(bytes));
    }

    static Effect armed(int layer, TimerId timer, Duration after) {
        return of(
                layer,
                "arm " + timer.name(),
                out -> out.writeLong(after.toSeconds()).writeInt(after.getNano()));
    }

    static Effect disarmed(int layer, TimerId timer) {
        return of(layer, "disarm " + timer.name(), out -> {});
    }

    static Effect persisted(int layer, Action.Persist<?> entry) {
        return of(layer, "persist " + entry.entry().number(), out -> out.writeBytes(entry.content()));
    }

    static Effect asked(int layer, Action.Compute<?> task) {
        return of(layer, "compute " + task.task().number(), out -> {});
    }

    static Effect delivered(SlotDelivery slot) {
        return of(-1, "deliver slot " + slot.slot() + " of view " + slot.view(), out -> {
            out.writeLong(slot.birthEpoch()).writeInstant(slot.agreedTime());
            slot.historyChain().write(out);
            out.writeList(slot.requests(), (each, to) -> each.digest().write(to));
        });
    }

    static Effect installed(ViewRecord view) {
        return of(-1, "install view " + view.id(), out -> view.digest().write(out));
    }

    /** By what it says: some notices hold what has no form in a recording. */
    static Effect announced(int layer, Notice notice) {
        return of(layer, "announce " + notice.getClass().getSimpleName(), out -> out.writeText(notice.describe()));
    }
}

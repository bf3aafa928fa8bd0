package org.testudo.sicp.stock;

import java.util.Optional;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.SEQUENCER;
import org.jgroups.stack.Protocol;

/**
 * Stands above a stock stack and refuses what {@code SICP} at its bottom would not carry: there a message has its sequence
 * number already, and one that is never sent would be waited for for ever. {@code SICP} puts it there.
 */
public final class StockDoor extends Protocol {
    private final StockMessages codec;
    private final boolean wraps;
    private final Optional<Integer> largest;

    /** Of the stack whose transport this is, which must be complete. */
    StockDoor(StockMessages codec, Protocol transport) {
        this.codec = codec;
        wraps = find(transport, SEQUENCER.class).isPresent();
        largest = find(transport, FRAG2.class).map(FRAG2::getFragSize);
    }

    private static <T extends Protocol> Optional<T> find(Protocol bottom, Class<T> type) {
        for (Protocol each = bottom; each != null; each = each.getUpProtocol()) {
            if (type.isInstance(each)) return Optional.of(type.cast(each));
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException if the message bears what is not carried; names what, and the remedy */
    @Override
    public Object down(Message message) {
        boolean bytes = message instanceof BytesMessage || message instanceof EmptyMessage;
        if (wraps && !bytes && message.getDest() == null) {
            throw new IllegalArgumentException(
                    "send: SEQUENCER wraps a " + message.getClass().getSimpleName()
                            + " in a way that SICP does not let through; send a BytesMessage");
        }
        if (largest.isPresent() && message.getLength() > (long) Nested.MOST_FRAGMENTS * largest.get()) {
            throw new IllegalArgumentException("send: FRAG2 makes more than " + Nested.MOST_FRAGMENTS
                    + " fragments of a message of " + message.getLength() + " bytes; split it, or raise frag_size");
        }
        if (!bytes && largest.isPresent() && message.size() > largest.get()) {
            throw new IllegalArgumentException("send: FRAG2 makes fragments of a "
                    + message.getClass().getSimpleName() + " of " + message.size()
                    + " bytes in a way that SICP does not let through; send a BytesMessage");
        }
        boolean plain = bytes && message.getHeaders().isEmpty() && !message.isFlagSet(Message.Flag.SERIALIZED);
        if (!plain) codec.encode(message, StockMessages.To.ALL, 0);
        return down_prot.down(message);
    }
}

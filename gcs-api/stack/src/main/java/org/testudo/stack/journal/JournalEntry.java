package org.testudo.stack.journal;

import org.testudo.kernel.Invariant;

/**
 * Something that is, or was, made durable. Its content is not copied.
 *
 * @param type says who understands the content, 0 to 65,535: for a core the id of its protocol
 */
public record JournalEntry(int type, byte[] content) {
    /** The longest content in bytes; the largest entry of a core holds a full slot or an epoch change. */
    public static final int MOST_BYTES = 64 << 20;

    public JournalEntry {
        Invariant.check(type >= 0 && type <= 0xffff, "an entry of type %s", type);
        Invariant.check(content.length <= MOST_BYTES, "an entry of %s bytes", content.length);
    }
}

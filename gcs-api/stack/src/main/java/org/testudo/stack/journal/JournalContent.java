package org.testudo.stack.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a journal.
 *
 * @param next number of the next record
 * @param cut the segment whose end was never completed, and how many bytes of it are whole; 0: not even its header
 */
record JournalContent(long incarnation, List<JournalEntry> entries, long next, Optional<Cut> cut) {
    JournalContent {
        entries = List.copyOf(entries);
    }

    record Cut(Path segment, long whole) {}
}

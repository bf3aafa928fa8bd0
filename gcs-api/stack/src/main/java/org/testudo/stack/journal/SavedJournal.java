package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.TestudoException;

/**
 * A journal that nobody goes on with here: read as it lies there, whether its member runs, has halted or is gone, and never
 * changed (GM-22).
 *
 * @param entries in order
 */
public record SavedJournal(JournalOwner owner, List<JournalEntry> entries) {
    public SavedJournal {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the journal in this folder. What was never completed at its end is left out.
     *
     * @throws TestudoException if there is none, it cannot be read, is damaged, or has another format
     */
    public static SavedJournal read(Path folder) {
        try {
            Optional<JournalOwner> owner = owner(folder);
            if (owner.isEmpty()) throw new TestudoException(folder + ": there is no journal");
            Optional<JournalContent> content = JournalReader.read(owner.get(), new SegmentFiles(folder).segments());
            return new SavedJournal(
                    owner.get(), content.map(JournalContent::entries).orElse(List.of()));
        } catch (IOException e) {
            throw new TestudoException(folder + " cannot be read: " + e, e);
        } catch (JournalDamage e) {
            throw new TestudoException(
                    folder + " is damaged: " + e.getMessage() + "; look at those of other members", e);
        }
    }

    /**
     * Whose journal is in this folder; empty if there is none.
     *
     * @throws TestudoException if the folder cannot be read
     */
    public static Optional<JournalOwner> owner(Path folder) {
        try {
            for (Path segment : new ArrayList<>(new SegmentFiles(folder).segments())) {
                Optional<SegmentHeader> header = SegmentHeader.decode(beginning(segment));
                if (header.isPresent()) return Optional.of(header.get().owner());
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TestudoException(folder + " cannot be read: " + e, e);
        }
    }

    private static byte[] beginning(Path segment) throws IOException {
        try (var in = Files.newInputStream(segment)) {
            return in.readNBytes(SegmentHeader.MOST_ENCODED);
        }
    }
}

package org.testudo.stack.journal;

import java.nio.file.Path;
import org.testudo.api.TestudoException;

/** Another process that opens a journal, and says what came of it. */
final class SecondOpener {
    private SecondOpener() {}

    public static void main(String[] arguments) {
        try {
            FileJournal.open(Path.of(arguments[0]), FileJournalTest.OWNER, () -> 2);
            System.out.println("opened");
        } catch (TestudoException e) {
            System.out.println(e.getMessage());
        }
    }
}

package org.testudo.benchmarks.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a short command of the system. */
final class Shell {
    private Shell() {}

    /** A command could not be run, or failed. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        private FailedException(String message) {
            super(message);
        }
    }

    /** Runs it to its end, and gives what it printed; its words are separated by blanks. */
    static String run(String command) throws FailedException {
        try {
            Process process = new ProcessBuilder(List.of(command.split(" ")))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) throw new FailedException("'" + command + "' failed: " + said);
            return said;
        } catch (IOException e) {
            throw new FailedException("'" + command + "' cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("'" + command + "' was interrupted");
        }
    }

    /** The same where failure has no consequence. */
    static void attempt(String command) {
        try {
            run(command);
        } catch (FailedException e) {
            // Whoever attempts it goes on either way.
        }
    }
}

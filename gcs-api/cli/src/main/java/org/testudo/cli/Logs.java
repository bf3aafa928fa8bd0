package org.testudo.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much the command logs; logs go to standard error. */
final class Logs {
    private static boolean verbose;

    private Logs() {}

    static void verbose() {
        verbose = true;
        ((Logger) LoggerFactory.getLogger("org.testudo")).setLevel(Level.DEBUG);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }

    static boolean isVerbose() {
        return verbose;
    }
}

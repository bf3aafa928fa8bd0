package org.testudo.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The command that runs one seed of the calling test again. */
final class Rerun {
    private Rerun() {}

    /** With the schedule that this run was given, if any. */
    static String command(long seed) {
        return command(seed, System.getProperty(Schedule.ONLY, ""));
    }

    /** With the decisions of this file alone; with all for an empty name. */
    static String command(long seed, String schedule) {
        String only = schedule.isEmpty() ? "" : " -D" + Schedule.ONLY + "=" + schedule;
        return "mvn -pl " + module() + " test -Dtest=" + test() + " -D" + Seeds.SEED + "=" + seed + only
                + " -Dsurefire.failIfNoSpecifiedTests=false";
    }

    /** Which commit this is, as far as git can tell; asked once. */
    static String commit() {
        return Commit.NAME;
    }

    /** The calling test: the innermost frame of a class that is named as tests are. */
    static String test() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(
                                frame -> topLevel(frame.getClassName()).endsWith("Test"))
                        .findFirst())
                .map(frame -> topLevel(frame.getClassName()) + method(frame.getMethodName()))
                .orElse("TEST");
    }

    private static String topLevel(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        int nested = simple.indexOf('$');
        return nested < 0 ? simple : simple.substring(0, nested);
    }

    /** {@code lambda$name$0} is code of the method {@code name}. */
    private static String method(String name) {
        String[] parts = name.split("\\$");
        String plain = parts.length > 1 ? parts[1] : name;
        return plain.startsWith("<") || plain.isEmpty() ? "" : "#" + plain;
    }

    private static String module() {
        Path here = Path.of("").toAbsolutePath();
        Optional<Path> root =
                Optional.ofNullable(System.getProperty("testudo.root")).map(Path::of);
        return root.filter(here::startsWith)
                .map(path -> path.relativize(here).toString().replace('\\', '/'))
                .filter(path -> !path.isEmpty())
                .orElse(".");
    }

    private static final class Commit {
        static final String NAME = ask();

        private static String ask() {
            try {
                Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
                String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return name.isEmpty() ? "unknown" : name;
            } catch (IOException e) {
                return "unknown";
            }
        }
    }
}

package org.testudo.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Starts further processes of this same command, and ends every one of them. */
public final class Processes implements AutoCloseable {
    private final Path logs;
    private final List<Running> started = new ArrayList<>();

    Processes(Path logs) {
        this.logs = logs;
    }

    /** A process that prints {@link MemberEvent}s and takes commands on its standard input. */
    public static final class Running {
        private final String name;
        private final Process process;
        private final Thread reader;
        private final Writer commands;
        private volatile boolean halted;

        Running(String name, Process process, BiConsumer<String, MemberEvent> listener) {
            this.name = name;
            this.process = process;
            commands = process.outputWriter(StandardCharsets.UTF_8);
            reader = new Thread(() -> read(listener), "events of " + name);
            reader.setDaemon(true);
            reader.start();
        }

        public String name() {
            return name;
        }

        public boolean running() {
            return process.isAlive();
        }

        /** Gives the process one line; a process that has ended takes none. */
        public synchronized void tell(String line) {
            try {
                commands.write(line + "\n");
                commands.flush();
            } catch (IOException e) {
                // It has ended; whoever waits for its answer sees that by running().
            }
        }

        /** Ends it as a crash would: no word of farewell. */
        public void kill() {
            process.destroyForcibly();
        }

        /** Stops it, as a machine that hangs would; {@link #proceed} lets it go on. */
        public void halt() {
            halted = true;
            signal("STOP");
        }

        /** Lets it go on; one that was not stopped just does. */
        public void proceed() {
            signal("CONT");
            halted = false;
        }

        private void signal(String name) {
            try {
                new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException("kill -" + name + " is not possible here", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Unlike {@link Process#destroy()} this leaves its output open, on which it may have a last word. */
        private void askToEnd() {
            if (halted) proceed(); // a stopped process hears nothing
            process.toHandle().destroy();
        }

        /** Asks it to end, waits for its last word, and kills it if it does not end. */
        public void stop() {
            askToEnd();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS))
                    process.destroyForcibly().waitFor();
                reader.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }

        private void read(BiConsumer<String, MemberEvent> listener) {
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    MemberEvent.parse(line).ifPresent(event -> listener.accept(name, event));
                }
            } catch (IOException e) {
                // Its output ends with the process, however that ended.
            }
        }
    }

    /**
     * Starts {@code testudo ARGUMENTS}; its log goes to a file of its name, its events to the listener.
     *
     * @param launcher what stands before the command; it must become the command, not start it
     */
    Running start(
            String name, List<String> launcher, List<String> arguments, BiConsumer<String, MemberEvent> listener) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                // For a run of half a minute the optimizing compiler costs more than it saves.
                "-XX:TieredStopAtLevel=1",
                "-Xms32m",
                "-Xmx256m",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                "org.testudo.cli.Testudo"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            logs.resolve(name + ".log").toFile()))
                    .start();
            Running running = new Running(name, process, listener);
            started.add(running);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + name, e);
        }
    }

    @Override
    public void close() {
        for (Running each : started) each.askToEnd();
        for (Running each : started) each.stop();
        started.clear();
    }
}

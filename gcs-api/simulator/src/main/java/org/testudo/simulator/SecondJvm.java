package org.testudo.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class on the present class path in another JVM: for tests that the same seed gives the same trace there. */
public final class SecondJvm {
    private SecondJvm() {}

    /**
     * What the class prints, with the seeds for which properties ask here.
     *
     * @throws AssertionError if it fails, or takes more than two minutes
     */
    public static String output(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String each : List.of(Seeds.SEED, Seeds.SEEDS)) {
            String asked = System.getProperty(each);
            if (asked != null) command.add("-D" + each + "=" + asked);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("second-jvm", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            if (!ended) process.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            Files.delete(output);
            if (!ended) throw new AssertionError(main.getName() + " still runs after two minutes: " + text);
            if (process.exitValue() != 0) throw new AssertionError(main.getName() + " failed: " + text);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + main.getName(), e);
        }
    }
}

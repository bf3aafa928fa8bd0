package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path LAUNCHER = Production.ROOT.resolve("testudo");

    @Test
    void isValidShell() throws Exception {
        assertThat(run(Map.of(), "sh", "-n", LAUNCHER.toString())).isEqualTo("0 ");
    }

    @Test
    void saysWhatToDoWithoutJava(@TempDir Path empty) throws Exception {
        assertThat(run(Map.of("JAVA_HOME", empty.toString()), LAUNCHER.toString()))
                .startsWith("2 testudo: JAVA_HOME is " + empty)
                .contains("point it to a JDK 17 or later");
    }

    @Test
    void saysWhatToDoWithAnOldJava(@TempDir Path home) throws Exception {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        assertThat(run(Map.of("JAVA_HOME", home.toString()), LAUNCHER.toString()))
                .startsWith("2 testudo: " + java + " is too old (11 < 17)");
    }

    /** The exit status, then what it printed. */
    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output;
    }
}

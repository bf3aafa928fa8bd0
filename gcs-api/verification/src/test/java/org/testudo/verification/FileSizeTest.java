package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSizeTest {
    private static final int MOST_LINES = 400;

    @Test
    void noSourceFileIsTooLongToReadInOneGo() {
        assertThat(tooLong(Production.ROOT)).isEmpty();
    }

    @Test
    void plantedFilesAreFoundFromTheFirstLineTooMany(@TempDir Path folder) throws IOException {
        Path main = Files.createDirectories(folder.resolve("module/src/main/java"));
        Files.write(main.resolve("Long.java"), Collections.nCopies(MOST_LINES + 1, "//"));
        Files.write(main.resolve("Short.java"), Collections.nCopies(MOST_LINES, "//"));

        assertThat(tooLong(folder)).singleElement().asString().endsWith("Long.java: 401 lines");
    }

    private static List<String> tooLong(Path folder) {
        return Production.mainSources(folder).stream()
                .filter(file -> Production.lines(file).size() > MOST_LINES)
                .map(file ->
                        folder.relativize(file) + ": " + Production.lines(file).size() + " lines")
                .toList();
    }
}

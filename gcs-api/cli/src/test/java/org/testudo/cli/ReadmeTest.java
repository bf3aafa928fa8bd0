package org.testudo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents show must be what compiles and what the command accepts. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("testudo.root"));

    @Test
    void javaExampleOfTheReadmeIsTheOneThatCompiles() throws IOException {
        List<String> source =
                Files.readAllLines(ROOT.resolve("gcs-api/cli/src/test/java/org/testudo/cli/ReadmeExample.java"));
        List<String> example =
                source.subList(source.indexOf("        // begin") + 1, source.indexOf("        // end")).stream()
                        .map(line -> line.substring(8))
                        .toList();

        assertThat(example).hasSize(10);
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```java\n" + String.join("\n", example) + "\n```");
    }

    @Test
    void commandsInTheDocumentsAreAccepted() throws IOException {
        Pattern command = Pattern.compile("^(?:\\./)?testudo ([a-z].*?)(?: +#.*)?$", Pattern.MULTILINE);
        for (String page : List.of("README.md", "site/operators.md")) {
            Matcher commands = command.matcher(Files.readString(ROOT.resolve(page)));
            int found = 0;
            while (commands.find()) {
                found++;
                String[] words =
                        commands.group(1).replace("[", "").replace("]", "").split(" +");
                assertThat(Testudo.commandLine().parseArgs(words).errors())
                        .as(commands.group())
                        .isEmpty();
            }
            assertThat(found).as(page).isGreaterThan(5);
        }
    }
}

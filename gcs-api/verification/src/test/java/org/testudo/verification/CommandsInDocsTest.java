package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.cli.Testudo;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the documentation tells one to type is taken by the real command line: subcommands, options, values, operands. */
class CommandsInDocsTest {
    @Test
    void everyTestudoCommandIsUnderstood() {
        assertThat(Pages.of(Production.ROOT).stream()
                        .flatMap(Pages::commandLines)
                        .filter(line -> isTestudo(line)))
                .hasSizeGreaterThan(15);
        assertThat(misunderstood(Production.ROOT)).isEmpty();
    }

    @Test
    void everyModuleThatIsNamedToMavenExists() {
        assertThat(missingModules(Production.ROOT)).isEmpty();
    }

    @Test
    void plantedLiesAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("page.md"), """
                `./testudo demo --fast`, `testudo status`, `testudo statement` is no command.
                ```
                ./testudo demo --scenario intrusion   # fine
                ./testudo demo --scenario earthquake
                testudo frobnicate
                testudo get testudo.yaml --client shop
                testudo get testudo.yaml --client shop colour [--timeout 5]
                testudo keys member --group payments --out keys
                mvn -B -pl no/such/module verify
                ```
                ```java
                testudo nonsense();
                ```
                """);

        assertThat(misunderstood(folder))
                .containsExactly(
                        "page.md: ./testudo demo --scenario earthquake",
                        "page.md: testudo frobnicate",
                        "page.md: testudo get testudo.yaml --client shop",
                        "page.md: testudo keys member --group payments --out keys",
                        "page.md: ./testudo demo --fast");
        assertThat(missingModules(folder)).containsExactly("page.md: no/such/module");
    }

    private static List<String> misunderstood(Path folder) {
        return Pages.of(folder).stream()
                .flatMap(page -> Stream.concat(
                                Pages.commandLines(page)
                                        .map(CommandsInDocsTest::withoutRemark)
                                        .filter(CommandsInDocsTest::isTestudo)
                                        .filter(line -> !isUnderstood(line, false)),
                                Pages.inBackticks(page)
                                        .filter(CommandsInDocsTest::isKnown)
                                        .filter(line -> !isUnderstood(line, true)))
                        .map(line -> folder.relativize(page) + ": " + line))
                .toList();
    }

    private static List<String> missingModules(Path folder) {
        return Pages.of(folder).stream()
                .flatMap(page -> Stream.concat(Pages.commandLines(page), Pages.inBackticks(page))
                        .filter(line -> line.startsWith("mvn ") && line.contains(" -pl "))
                        .map(line -> line.replaceFirst(".* -pl (\\S+).*", "$1"))
                        .filter(module ->
                                !Files.exists(Production.ROOT.resolve(module).resolve("pom.xml")))
                        .map(module -> folder.relativize(page) + ": " + module))
                .toList();
    }

    private static boolean isTestudo(String line) {
        return line.matches("(\\./)?testudo .*");
    }

    /** In running text only what begins with a subcommand is meant as a command. */
    private static boolean isKnown(String words) {
        if (words.startsWith("./testudo ")) return true;
        return words.startsWith("testudo ")
                && Testudo.commandLine().getSubcommands().containsKey(words.split(" ")[1]);
    }

    private static String withoutRemark(String line) {
        return line.replaceFirst("\\s+#.*", "").strip();
    }

    /** @param partly whether operands and options that are required may be left out, as in a sentence on a command */
    private static boolean isUnderstood(String line, boolean partly) {
        String[] words = line.replaceAll("[\\[\\]]", "").split("\\s+");
        try {
            Testudo.commandLine()
                    .parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new));
            return true;
        } catch (MissingParameterException e) {
            return partly;
        } catch (ParameterException e) {
            return false;
        }
    }
}

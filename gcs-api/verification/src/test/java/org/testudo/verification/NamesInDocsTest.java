package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in backticks that look like ours are ours: tests and their methods, packages, classes, artifacts, files. */
class NamesInDocsTest {
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w*(?:Test|Rules))(?:\\.(\\w+)(\\.\\.\\.)?)?");
    private static final Pattern QUALIFIED = Pattern.compile("org(?:\\.testudo)(?:\\.\\w+)+");
    private static final Pattern ARTIFACT =
            Pattern.compile("testudo-(?!loop|signer|verifier|computer|application|notices|crash|journal)[a-z-]+");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    /** In two parts, so that it does not stand in this source. */
    private static final String LOST = "Lost" + "Identity";

    private static final List<Path> SOURCES = Stream.of(".java", ".proto")
            .flatMap(ending -> Production.files(Production.ROOT, ending).stream())
            .toList();
    private static final String CODE =
            SOURCES.stream().map(NamesInDocsTest::text).collect(Collectors.joining("\n"));
    private static final Set<String> WORDS = words(CODE);
    private static final String POMS = Production.files(Production.ROOT, "pom.xml").stream()
            .map(NamesInDocsTest::text)
            .collect(Collectors.joining("\n"));

    @Test
    void everyNameInTheDocumentationExists() {
        assertThat(unknown(Production.ROOT)).isEmpty();
    }

    @Test
    void plantedLiesAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("page.md"), """
                `LinksTest`, `LinksTest.everyRelative...`, `org.testudo.verification`, `org.testudo.cli.Testudo`,
                `testudo-api`, `MemberId`, `gcs-api/verification`, `site/target/site`, `colour/red` are there.
                `LostTest`, `LinksTest.everyLost...`, `org.testudo.lost`, `testudo-lost`, `%s`, `site/lost.md`
                ```
                LostTest
                ```
                """.formatted(LOST));

        assertThat(unknown(folder))
                .containsExactly(
                        "page.md: LostTest",
                        "page.md: LinksTest.everyLost...",
                        "page.md: org.testudo.lost",
                        "page.md: testudo-lost",
                        "page.md: " + LOST,
                        "page.md: site/lost.md");
    }

    private static List<String> unknown(Path folder) {
        return Pages.of(folder).stream()
                .flatMap(page -> Pages.inBackticks(page)
                        .filter(name -> !isKnown(name, isDecision(page)))
                        .map(name -> folder.relativize(page) + ": " + name))
                .toList();
    }

    private static boolean isKnown(String name, boolean decision) {
        Matcher test = TEST.matcher(name);
        if (test.matches()) return isTest(test);
        if (QUALIFIED.matcher(name).matches()) return isQualified(name);
        if (ARTIFACT.matcher(name).matches()) return POMS.contains("<artifactId>" + name + "</artifactId>");
        if (CLASS.matcher(name).matches()) return decision || WORDS.contains(name);
        if (FILE.matcher(name).matches()) return isFile(name);
        return true;
    }

    /** A decision record may weigh what was not taken. */
    private static boolean isDecision(Path page) {
        return page.getParent().endsWith("adr");
    }

    private static boolean isTest(Matcher name) {
        List<Path> sources = SOURCES.stream() // two modules may each have a test of this name
                .filter(file -> file.getFileName().toString().equals(name.group(1) + ".java"))
                .toList();
        if (name.group(2) == null) return !sources.isEmpty();
        String rest = name.group(3) == null ? "" : "\\w*";
        Pattern method = Pattern.compile("void " + name.group(2) + rest + "\\(");
        return sources.stream().anyMatch(source -> method.matcher(text(source)).find());
    }

    /** A package, a class, or a name that stands as text in the code, such as that of a logger. */
    private static boolean isQualified(String name) {
        String path = "/java/" + name.replace('.', '/');
        return CODE.contains('"' + name + '"')
                || SOURCES.stream()
                        .map(file -> file.toString().replace('\\', '/'))
                        .anyMatch(file -> file.contains(path + "/") || file.endsWith(path + ".java"));
    }

    /** Only what begins with a folder of the repository is meant as a file of it, and what is built is not there yet. */
    private static boolean isFile(String name) {
        boolean ours = Files.isDirectory(Production.ROOT.resolve(name.substring(0, name.indexOf('/'))));
        return !ours || name.contains("target/") || Files.exists(Production.ROOT.resolve(name));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) words.add(word.group());
        return words;
    }

    private static String text(Path file) {
        return String.join("\n", Production.lines(file));
    }
}

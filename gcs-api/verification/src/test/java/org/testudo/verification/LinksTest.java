package org.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");

    @Test
    void everyRelativeLinkInMarkdownLeadsSomewhere() {
        assertThat(broken(Production.ROOT)).isEmpty();
    }

    @Test
    void plantedBrokenLinksAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("other.md"), "# Two words, here\n");
        Files.writeString(folder.resolve("page.md"), """
                # Top
                [file](other.md) [heading](other.md#two-words-here) [own](#top) [web](https://example.org/x)
                `[code](no.md)`
                ```
                [code](no.md)
                ```
                [lost](lost.md) [lost heading](other.md#three) [lost here](#bottom)
                """);

        assertThat(broken(folder)).containsExactly("page.md: lost.md", "page.md: other.md#three", "page.md: #bottom");
    }

    private static List<String> broken(Path folder) {
        return Production.files(folder, ".md").stream()
                .flatMap(page -> brokenIn(page).map(link -> folder.relativize(page) + ": " + link))
                .toList();
    }

    private static Stream<String> brokenIn(Path page) {
        return LINK.matcher(prose(page))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .filter(link -> !leadsSomewhere(page, link));
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(target)) return false;
        return parts.length == 1
                || !target.toString().endsWith(".md")
                || anchors(target).anyMatch(parts[1]::equals);
    }

    /** Headings as GitHub makes anchors of them. */
    private static Stream<String> anchors(Path page) {
        return HEADING.matcher(String.join("\n", Production.lines(page)))
                .results()
                .map((MatchResult match) -> match.group(1).strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }

    private static String prose(Path page) {
        return CODE.matcher(String.join("\n", Production.lines(page))).replaceAll("");
    }
}

package org.testudo.verification;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documentation: every Markdown file of the repository, its blocks of commands and its words in backticks. */
final class Pages {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```");
    private static final Pattern INLINE = Pattern.compile("`([^`\n]+)`");

    private Pages() {}

    static List<Path> of(Path folder) {
        return Production.files(folder, ".md");
    }

    /** Lines of fenced blocks that have no language, or a shell's. */
    static Stream<String> commandLines(Path page) {
        return FENCED.matcher(text(page))
                .results()
                .filter(block -> block.group(1).matches("|sh|bash|console"))
                .flatMap(block -> block.group(2).lines());
    }

    static Stream<String> inBackticks(Path page) {
        String prose = FENCED.matcher(text(page)).replaceAll("");
        return INLINE.matcher(prose).results().map((MatchResult match) -> match.group(1));
    }

    private static String text(Path page) {
        return String.join("\n", Production.lines(page)) + "\n";
    }
}

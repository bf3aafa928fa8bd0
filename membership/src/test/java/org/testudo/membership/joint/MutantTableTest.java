package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** The table of mutants on the page about the simulator says what the tests say: it lists all, and what catches each. */
class MutantTableTest {
    private static final Path ROOT = Path.of(System.getProperty("testudo.root", ".."));
    private static final List<String> HERE = List.of("MutantsTest", "CrashMutantsTest");
    private static final int NAME = 1;
    private static final int TEST = 3;
    private static final int CHECK = 4;

    private record Row(String name, String test, String check) {
        static Row of(String line) {
            String[] cells = line.split("\\s*\\|\\s*");
            return new Row(cells[NAME], cells[TEST].replace("`", ""), cells[CHECK]);
        }
    }

    @Test
    void thePageListsTheMutantsOfThisModuleAndWhatCatchesEach() throws IOException {
        assertThat(rows().filter(row -> HERE.contains(row.test)))
                .containsExactlyInAnyOrderElementsOf(mutants().toList());
    }

    @Test
    void mutantsOfOtherModulesAreInTheTestsThatThePageNames() throws IOException {
        for (Row row : rows().filter(each -> !HERE.contains(each.test)).toList()) {
            assertThat(source(row.test)).as(row.test).contains(row.name);
        }
    }

    private static Stream<Row> mutants() {
        Stream<Row> byzantine = Stream.of(MutantsTest.rules(), MutantsTest.sources(), MutantsTest.scripts())
                .flatMap(all -> all.map(each -> row(each, "MutantsTest")));
        Stream<Row> crash = Stream.of(CrashMutantsTest.rules(), CrashMutantsTest.sources())
                .flatMap(all -> all.map(each -> row(each, "CrashMutantsTest")));
        return Stream.concat(byzantine, crash);
    }

    private static Row row(Arguments arguments, String test) {
        Object[] all = arguments.get();
        return new Row((String) all[0], test, (String) all[3]);
    }

    private static Stream<Row> rows() throws IOException {
        List<String> page = Files.readAllLines(ROOT.resolve("site/simulator.md"));
        return page.subList(page.indexOf("## Mutants"), page.size()).stream()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| mutant "))
                .map(Row::of);
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Path file = files.filter(each -> each.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }
}

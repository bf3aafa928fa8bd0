package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.cli.Testudo;

/** The pictures of several files, side by side in one folder. */
class PlotCommandTest {
    @TempDir
    private Path folder;

    private Path heap(String file, int megabytes) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.write(
                path,
                List.of(
                        "{\"type\":\"minute\",\"minute\":1,\"heapMb\":[" + megabytes + "]}",
                        "{\"type\":\"summary\",\"benchmark\":\"heap\"}"));
    }

    private List<String> drawn(Path... files) throws IOException {
        Path plots = folder.resolve("plots");
        String[] arguments = Stream.of(
                        Stream.of("bench", "plot"),
                        Stream.of(files).map(Path::toString),
                        Stream.of("--plots", "" + plots))
                .flatMap(each -> each)
                .toArray(String[]::new);
        assertThat(Testudo.commandLine().execute(arguments)).isZero();
        try (Stream<Path> pictures = Files.list(plots)) {
            return pictures.map(each -> "" + each.getFileName()).sorted().toList();
        }
    }

    @Test
    void pictureOfOneFileHasTheNameOfWhatItShows() throws Exception {
        assertThat(drawn(heap("before.jsonl", 100))).containsExactly("heap.svg");
    }

    /** Else the second would take the place of the first, and nobody would be told. */
    @Test
    void picturesOfTwoFilesOfOneBenchmarkHaveNamesThatDiffer() throws Exception {
        assertThat(drawn(heap("before.jsonl", 100), heap("after.jsonl", 200)))
                .containsExactly("heap-after.svg", "heap-before.svg");
        assertThat(folder.resolve("plots/heap-before.svg")).content().contains("100");
        assertThat(folder.resolve("plots/heap-after.svg")).content().contains("200");
    }

    @Test
    void filesOfOneNameAreNumbered() throws Exception {
        assertThat(drawn(heap("a/run.jsonl", 100), heap("b/run.jsonl", 200), heap("run-2.jsonl", 300)))
                .containsExactly("heap-run-2-2.svg", "heap-run-2.svg", "heap-run.svg");
    }
}

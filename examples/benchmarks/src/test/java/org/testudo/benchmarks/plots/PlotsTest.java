package org.testudo.benchmarks.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures of fixed figures: well-formed, in words too, and as long as the figures say. */
class PlotsTest {
    @TempDir
    private Path folder;

    @Test
    void throughputAndLatencyOfEachSideAreBarsAsLongAsTheirMedians() throws Exception {
        List<Path> files = draw(
                run("side", "testudo", "members", 4, "opsPerSecond", 100, "p50Millis", 1, "p99Millis", 4),
                run("side", "testudo", "members", 4, "opsPerSecond", 300, "p50Millis", 3, "p99Millis", 8),
                run("side", "a<b>&c", "members", 4, "opsPerSecond", 50, "p50Millis", 2, "p99Millis", 2.5),
                summary("abcast"));

        assertThat(files)
                .extracting(it -> it.getFileName().toString())
                .containsExactly("abcast-throughput.svg", "abcast-latency.svg");
        List<Element> bars = bars(files.get(0));
        assertThat(bars).hasSize(2);
        double ratio = number(bars.get(0), "width") / number(bars.get(1), "width");
        assertThat(ratio).isBetween(3.99, 4.01);
        assertThat(description(files.get(0))).isEqualTo("testudo: 200 1/s; a<b>&c: 50 1/s.");
        assertThat(description(files.get(1)))
                .isEqualTo("testudo p50: 2 ms; testudo p99: 6 ms; a<b>&c p50: 2 ms; a<b>&c p99: 2.50 ms.");
    }

    @Test
    void costOfADeliveryIsDrawnAgainstTheSizeOfTheGroup() throws Exception {
        List<Path> files = draw(
                run("side", "testudo", "members", 4, "cpuMicrosPerOp", 40),
                run("side", "testudo", "members", 10, "cpuMicrosPerOp", 300),
                summary("abcast"));

        assertThat(files.get(2).getFileName()).hasToString("abcast-cpu.svg");
        assertThat(description(files.get(2)))
                .isEqualTo("us over members. testudo: 4 → 10, 10 → 30; testudo if like n: 4 → 10, 10 → 25.");
        double[] measured = heights(elements(files.get(2), "polyline").get(0));
        assertThat((344 - measured[0]) * 3).isCloseTo(344 - measured[1], within(0.1));
    }

    @Test
    void timeWithoutADeliveryIsSeenAfterTheFault() throws Exception {
        List<Path> files = draw(
                "{\"type\":\"run\",\"kind\":\"leader-killed\",\"timeline\":"
                        + "{\"stepMs\":100,\"faultAtMs\":200,\"delivered\":[10,10,0,0,20]}}",
                summary("faults"));

        assertThat(files).hasSize(1);
        assertThat(description(files.get(0)))
                .contains("0.05 → 100, 0.15 → 100, 0.25 → 0, 0.35 → 0, 0.45 → 200")
                .contains("leader-killed at 0.20");
        double[] heights = heights(elements(files.get(0), "polyline").get(0));
        assertThat(heights[2]).isEqualTo(344).isEqualTo(heights[3]);
        assertThat(heights[4]).isLessThan(heights[0]);
    }

    @Test
    void heapIsALineForEachMember() throws Exception {
        List<Path> files = draw(
                "{\"type\":\"minute\",\"minute\":1,\"heapMb\":[10,20]}",
                "{\"type\":\"minute\",\"minute\":2,\"heapMb\":[11,22.5]}",
                summary("heap"));

        assertThat(description(files.get(0)))
                .isEqualTo("MB over minutes. member 1: 1 → 10, 2 → 11; member 2: 1 → 20, 2 → 22.50.");
        assertThat(elements(files.get(0), "polyline")).hasSize(2);
    }

    @Test
    void clientsAreLinesByPayloadOverTheirNumber() throws Exception {
        List<Path> files = draw(
                run("sessions", 200, "payload", 0, "opsPerSecond", 900, "p50Millis", 9),
                run("sessions", 1, "payload", 0, "opsPerSecond", 100, "p50Millis", 1),
                summary("clients"));

        assertThat(description(files.get(0))).isEqualTo("1/s over sessions. 0 bytes: 1 → 100, 200 → 900.");
        assertThat(files)
                .extracting(it -> it.getFileName().toString())
                .contains("clients-throughput.svg", "clients-p50.svg", "clients-p99.svg", "clients-cpu.svg");
    }

    @Test
    void detectorsAreDrawnWithTenTimesAsManyMistakesAtEachStep() throws Exception {
        List<Path> files = draw(
                run("delays", "pareto", "bound", "fixed", "detectionMeanMs", 500, "mistakesPerHour", 100),
                run("delays", "pareto", "bound", "fixed", "detectionMeanMs", 1000, "mistakesPerHour", 10),
                run("delays", "pareto", "bound", "adaptive", "detectionMeanMs", 800, "mistakesPerHour", 0),
                run("delays", "steady", "bound", "fixed", "detectionMeanMs", 500, "mistakesPerHour", 0),
                summary("detector"));

        assertThat(files)
                .extracting(it -> it.getFileName().toString())
                .containsExactly("detector-pareto.svg", "detector-steady.svg");
        assertThat(description(files.get(0)))
                .isEqualTo("mistakes an hour over seconds to detection. fixed bound: 0.50 → 100, 1 → 10;"
                        + " adaptive bound: 0.80 → 0.");
        double[] fixed = heights(elements(files.get(0), "polyline").get(0));
        assertThat(344 - fixed[1]).isCloseTo((344 - fixed[0]) * 2 / 3, within(0.1));
        assertThat(heights(elements(files.get(0), "polyline").get(1))).containsExactly(344);
    }

    @Test
    void nothingIsDrawnOfWhatIsNoBenchmark() throws Exception {
        assertThat(draw("{\"type\":\"summary\",\"violations\":0}")).isEmpty();
        assertThat(draw(summary("abcast"))).isEmpty();
    }

    @Test
    void scalesEndAtRoundNumbers() {
        assertThat(Scale.to(83_127, 100).most()).isEqualTo(100_000);
        assertThat(Scale.to(0.3, 100).ticks()).hasSizeBetween(2, 7);
        assertThat(Scale.to(0, 100).at(0)).isZero();
        assertThat(Scale.to(5, 100).at(5)).isEqualTo(100);
    }

    private List<Path> draw(String... lines) throws Exception {
        List<JsonNode> told = new ArrayList<>();
        for (String each : lines) told.add(new ObjectMapper().readTree(each));
        return Plots.of(told).write(folder.resolve("plots"));
    }

    private static String run(Object... pairs) {
        StringBuilder json = new StringBuilder("{\"type\":\"run\"");
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1] instanceof String it ? "\"" + it + "\"" : pairs[i + 1];
            json.append(",\"").append(pairs[i]).append("\":").append(value);
        }
        return json.append("}").toString();
    }

    private static String summary(String benchmark) {
        return "{\"type\":\"summary\",\"benchmark\":\"" + benchmark + "\"}";
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static String description(Path file) throws Exception {
        Element root = parse(file).getDocumentElement();
        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getAttribute("aria-labelledby")).isEqualTo("title description");
        return elements(file, "desc").get(0).getTextContent();
    }

    private static List<Element> elements(Path file, String name) throws Exception {
        NodeList all = parse(file).getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    /** All rectangles but the background. */
    private static List<Element> bars(Path file) throws Exception {
        List<Element> all = elements(file, "rect");
        return all.subList(1, all.size());
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static double[] heights(Element line) {
        return List.of(line.getAttribute("points").split(" ")).stream()
                .mapToDouble(it -> Double.parseDouble(it.split(",")[1]))
                .toArray();
    }
}

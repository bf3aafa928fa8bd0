package org.testudo.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of libraries says what the bill of materials of a whole build says. */
class LibrariesTest {
    private static final Path BILL = Site.HTML.resolve("bom.json");
    private static final String LINUX_ONLY = "software.amazon.cryptools:AmazonCorrettoCryptoProvider";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");

    @Test
    void tableNamesEveryLibraryWithItsLicence() throws IOException {
        assumeThat(BILL).as("only a whole build has a bill of materials").exists();

        Map<String, String> found = libraries(bill());
        found.putIfAbsent(LINUX_ONLY, "Apache-2.0");
        assertThat(table(Site.read(Site.SOURCE.resolve("libraries.md")))).isEqualTo(found);
    }

    @Test
    void billIsReproducible() throws IOException {
        assumeThat(BILL).exists();

        assertThat(bill().path("metadata").has("timestamp")).isFalse();
        assertThat(Files.readString(BILL)).doesNotContain(System.getProperty("user.home"));
    }

    @Test
    void plantedDifferencesAreFound() throws IOException {
        JsonNode bill = new ObjectMapper().readTree("""
                {"components": [
                  {"group": "org.testudo", "name": "testudo-api", "licenses": [{"license": {"id": "Apache-2.0"}}]},
                  {"group": "x", "name": "y", "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own"}}]}]}""");

        assertThat(table("| `x:y` | MIT, Own | z |\n")).isEqualTo(libraries(bill));
        assertThat(table("| `x:y` | MIT | z |\n")).isNotEqualTo(libraries(bill));
        assertThat(table("| `x:z` | MIT, Own | z |\n")).isNotEqualTo(libraries(bill));
    }

    private static JsonNode bill() throws IOException {
        return new ObjectMapper().readTree(BILL.toFile());
    }

    private static Map<String, String> libraries(JsonNode bill) {
        Map<String, String> libraries = new TreeMap<>();
        for (JsonNode each : bill.path("components")) {
            String group = each.path("group").asText();
            if (group.equals("org.testudo")) continue;
            libraries.put(group + ":" + each.path("name").asText(), licences(each));
        }
        return libraries;
    }

    private static String licences(JsonNode component) {
        List<String> names = new ArrayList<>();
        for (JsonNode each : component.path("licenses")) {
            JsonNode licence = each.path("license");
            names.add(licence.path("id")
                    .asText(licence.path("name").asText(each.path("expression").asText())));
        }
        return String.join(", ", names);
    }

    private static Map<String, String> table(String page) {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) rows.put(row.group(1), row.group(2));
        return rows;
    }
}

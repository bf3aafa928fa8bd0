package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.config.GroupConfig;

/** A page that lies is a bug. */
class ConfigurationPageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(group[a-z.-]+)` \\| ([^|]+) \\|");
    private static final Path PAGE = Path.of(System.getProperty("testudo.root")).resolve("site/configuration.md");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void pageNamesEveryKeyAndNoOther() throws IOException {
        assertThat(rows())
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(SettingKeys.SINGLE.stream(), SettingKeys.LISTED.stream())
                                .toList());
    }

    @Test
    void exampleOfThePageLoadsAndItsDefaultsAreTheRealOnes(@TempDir Path directory) throws IOException {
        String page = Files.readString(PAGE);
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n\nThe end of a"));
        StringBuilder defaults = new StringBuilder("group:\n  name: x\n")
                .append(example, example.indexOf("  members:"), example.indexOf("  credentials:"));
        for (String group : List.of("ordering", "failure-detector", "attack-detector", "client-access")) {
            defaults.append("  ").append(group).append(":\n");
            for (MatchResult row : rows()) {
                String value = row.group(2).strip().replace("`", "");
                boolean plain = row.group(1).startsWith("group." + group + ".") && value.matches("[a-z0-9]+[A-Za-z]*");
                if (plain && !value.equals("none")) {
                    String key = row.group(1).substring(row.group(1).lastIndexOf('.') + 1);
                    defaults.append("    ")
                            .append(key)
                            .append(": ")
                            .append(value)
                            .append('\n');
                }
            }
        }

        GroupConfig written = load(directory, defaults.toString());
        GroupConfig silent = load(directory, defaults.substring(0, defaults.indexOf("  ordering:")));

        assertThat(defaults).contains("sessions: 10000", "ceiling: 3s", "enforce: false", "max-outstanding: 32");
        assertThat(written).isEqualTo(silent);
        assertThat(load(directory, example).attackDetector().enforce()).isTrue();
    }

    @Test
    void examplesOfPropertiesAndXmlSayTheSame(@TempDir Path directory) throws IOException {
        Path properties = Files.writeString(directory.resolve("x.properties"), block("properties"));
        Path xml = Files.writeString(directory.resolve("x.xml"), block("xml"));

        assertThat(FileContent.read(xml)).isEqualTo(FileContent.read(properties));
    }

    private static String block(String language) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(start, page.indexOf("```\n", start));
    }

    private static GroupConfig load(Path directory, String content) throws IOException {
        Path file = Files.writeString(directory.resolve("testudo.yaml"), content);
        return ConfigFile.load(file, Map.of(), Map.of(), Map.of());
    }
}

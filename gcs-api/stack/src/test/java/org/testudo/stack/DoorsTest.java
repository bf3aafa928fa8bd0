package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.config.GroupConfig;

/** ARCHITECTURE 8: three doors, one room. */
class DoorsTest {
    private static final int SEEDS = 200;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void doorGivesTheRecordsThatCodeGives(Door door) {
        for (long seed = 0; seed < SEEDS; seed++) {
            DrawnConfig drawn = new DrawnConfig(seed, directory);

            assertThat(door.load(directory, drawn.settings))
                    .as("seed %d: %s", seed, drawn.settings)
                    .isEqualTo(drawn.config);
        }
    }

    @Test
    void everyKeyIsDrawnAndEachMattersAtEveryDoor() {
        Set<String> drawn = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            new DrawnConfig(seed, directory)
                    .settings
                    .keySet()
                    .forEach(key -> drawn.add(key.replaceAll("\\[[0-9]+]", "")));
        }

        assertThat(drawn)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(SettingKeys.SINGLE.stream(), SettingKeys.LISTED.stream())
                                .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        group.nam                        | x        | group.nam: is unknown; did you mean group.name?
        groop.name                       | x        | groop.name: is unknown; did you mean group.name?
        group.failure-detektor.floor     | 1s       | did you mean group.failure-detector.floor?
        group.include                    | x        | group.include: is unknown
        group.ordering                   | abcast   | group.ordering: has a value, but is a group of keys
        group.ordering.timeout           | 250      | group.ordering.timeout: '250': give a number with its unit
        group.ordering.timeout           | 250 sec  | group.ordering.timeout: '250 sec': give a number with its unit
        group.credentials.expiry-notice  | 30       | group.credentials.expiry-notice: '30': give a number with its unit
        group.credentials.expiry-notice  | 1d, 7d   | group.credentials.expiry-notice: PT168H stands after a shorter one
        group.credentials.expiry-notice  | 7d,      | group.credentials.expiry-notice: '': give a number with its unit
        group.credentials.expiry-notice  | 4000d    | group.credentials.expiry-notice: 4000 days; give at most 3650
        group.ordering.log-limit         | 64MB     | group.ordering.log-limit: '64MB': write bytes, KiB, MiB or GiB
        group.ordering.window            | 7        | group.ordering.window: 7 must be between 8 and 1024
        group.ordering.window            | many     | group.ordering.window: 'many': write a whole number
        group.attack-detector.enforce    | yes      | group.attack-detector.enforce: 'yes': write true or false
        group.model                      | honest   | group.model: 'honest' is unknown; use one of [byzantine, crash]
        group.self                       | eve      | group.self: 'eve' is not one of group.members
        group.bind                       | 10.0.0.1 | group.bind: '10.0.0.1': give host and port
        group.client-access.listen       | ::1:7900 | group.client-access.listen: '::1:7900': give host and port
        group.max-faulty                 | 2        | group.members: tolerating 2 faulty members needs at least 7, found 4
        group.members[1].address         | 10.0.0.1:7800 | group.members: '10.0.0.1:7800' stands there twice; remove one
        group.members[1].address         | 0.0.0.0:7800  | group.members.address: '0.0.0.0:7800': others dial it
        group.members[1].id              | m0       | group.members: 'm0' stands there twice; remove one
        group.members[1].adress          | x        | did you mean group.members.address?
        group.members[4].id              | m4       | group.members[4].address: is missing; write it, such as 10.0.0.1:7800
        group.operators[0].key           | o.pem    | group.operators[0].id: is missing
        group.operator-approvals         | 0        | group.operator-approvals: 0: give at least 1
        group.operator-approvals         | 2        | group.operator-approvals: 2 of 0 operators cannot approve; give a number from 1 to 1
        group.sensors[0].id              | s        | group.sensors[0].watches: is missing
        group.model                      | ${env:X} | group.model: '${env:X}' cannot be filled in
        group.model                      | ${file:UTF-8:/etc/passwd} | group.model: '${file:UTF-8:/etc/passwd}' cannot be filled in
        """)
    void errorNamesFileKeyValueAndRemedyInEveryFormat(String key, String value, String message) {
        Map<String, String> settings = least();
        settings.put(key, value);

        for (Door door : Door.FILES) {
            assertThatThrownBy(() -> door.load(directory, settings))
                    .as("%s", door)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(directory.resolve(door.file()) + ": ")
                    .hasMessageContaining(message.replace("[1].adress", ".adress"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void leastThatIsNeededIsEnough(Door door) {
        GroupConfig config = door.load(directory, least());

        assertThat(config.members()).hasSize(4);
        assertThat(config.maxFaulty()).isEqualTo(1);
    }

    @Test
    void duplicatesAreErrorsInEveryFormat() throws IOException {
        String xml = Door.XML_OF_ELEMENTS.text(least());
        String attributes = Door.XML_OF_ATTRIBUTES.text(least());

        refused(
                "testudo.properties",
                Door.PROPERTIES.text(least()) + "group.model=b\n",
                "group.model: stands there twice");
        refused(
                "testudo.properties",
                Door.PROPERTIES.text(least()) + "group.members[0].id:m9\n",
                "group.members[0].id: stands");
        refused(
                "testudo.xml",
                xml.replace("<name>", "<name>x</name><name>"),
                "group.name: stands there twice; remove one");
        refused("testudo.xml", xml.replace("</group>", "</group><group/>"), "group: stands there twice; remove one");
        refused("testudo.xml", attributes.replace("name=", "name='x' name="), "is not valid XML: line 3");
        refused(
                "testudo.xml",
                attributes.replace("</group>", "<model>b</model></group>"),
                "group.model: stands there twice");
        refused(
                "testudo.xml",
                attributes.replace("model=", "members='x' model="),
                "group.members: is an attribute and an element");
        refused("testudo.xml", xml.replace("<id>", "<id>x</id><id>"), "group.members.id: stands there twice");
        refused("testudo.yaml", Door.YAML.text(least()) + "  model: b\n", "duplicate key model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        <!DOCTYPE testudo><testudo/>                                                              | has a DOCTYPE in line 1; remove it
        <!DOCTYPE testudo [<!ENTITY x SYSTEM "file:///etc/passwd">]><testudo><group>&x;</group></testudo> | has a DOCTYPE
        <!DOCTYPE testudo SYSTEM "http://192.0.2.1/x.dtd"><testudo/>                              | has a DOCTYPE
        <testudo><group><name>&x;</name></group></testudo>                                        | is not valid XML: line 1
        <testudo xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></testudo> | is unknown
        <testudo><group>                                                                          | is not valid XML: line 1
        <testudo>payments</testudo>                                                               | 'payments' stands beside elements
        <testudo><group>x<name>y</name></group></testudo>                                         | 'x' stands beside elements; name its key
        <group><name>payments</name></group>                                                      | its root element is 'group'; write <testudo><group>
        ~~                                                                                        | is not valid XML: line 1
        payments                                                                                  | is not valid XML: line 1
        """)
    void hostileOrBrokenXmlIsRefused(String content, String message) throws IOException {
        refused("testudo.xml", content == null ? "" : content, message);
    }

    @Test
    void deepXmlIsRefused() throws IOException {
        String deep = "<testudo>" + "<group>".repeat(60_000) + "</group>".repeat(60_000) + "</testudo>";

        refused("testudo.xml", deep, "is not valid XML: line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<config xmlns=\"urn:org:jgroups\"><org.testudo.sicp.SICP/></config>",
                "<config><TCP bind_port=\"7800\"/></config>"
            })
    void stackOfJGroupsIsToldApart(String content) throws IOException {
        refused(
                "testudo.xml",
                content,
                "is a JGroups stack, since its root element is 'config'; open it with JChannel");
    }

    @Test
    void includeOfPropertiesReadsNoOtherFile() throws IOException {
        Path other = Files.writeString(directory.resolve("other.properties"), "group.model= other\n");

        refused(
                "testudo.properties",
                Door.PROPERTIES.text(least()) + "include = " + other + "\n",
                "include: is unknown");
        refused("testudo.properties", "includeOptional = " + other, "includeOptional: is unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        group.members.id = x        | group.members.id: is of a list; number its entry, such as group.members[0].id
        group.members[01].id = x    | group.members[01].id: is unknown
        group.members[1000].id = x  | group.members[1000].id: is unknown
        group.members[-1].id = x    | group.members[-1].id: is unknown
        group.name[0] = x           | group.name[0]: is unknown; did you mean group.name?
        group.members[9].id = x     | group.members[4].id: is missing
        """)
    void entriesOfListsAreNumberedFromNought(String line, String message) throws IOException {
        refused("testudo.properties", Door.PROPERTIES.text(least()) + line + "\n", message);
    }

    @Test
    void whateverStandsInAFileItIsAConfigurationOrAClearError() throws IOException {
        String[] snippets = {
            "<",
            ">",
            "&",
            "&#0;",
            "]]>",
            "<!--",
            "<?x",
            "\"",
            "'",
            "\\u12",
            "\\uZZZZ",
            "\\",
            "\n",
            "\t",
            ":",
            "=",
            "[",
            "]",
            "[0]",
            "{",
            "}",
            "- ",
            "!!",
            "*a",
            "&a ",
            "${env:A}",
            "${sys:loop}",
            "${",
            "\0",
            "\uFFFF",
            "é",
            "include=",
            "..",
            "%"
        };
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            for (Door door : Door.FILES) {
                StringBuilder text = new StringBuilder(door.text(new DrawnConfig(seed, directory).settings));
                for (int i = random.nextInt(4); i >= 0; i--) {
                    int at = random.nextInt(text.length());
                    if (random.nextInt(3) == 0) text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                    else text.insert(at, snippets[random.nextInt(snippets.length)]);
                }
                Path file = Files.writeString(directory.resolve(door.file()), text);

                Throwable failure = catchThrowable(
                        () -> ConfigFile.load(file, Map.of(), Map.of("A", "${env:A}"), Map.of("loop", "${sys:loop}")));

                if (failure == null) continue;
                assertThat(failure)
                        .as("%s, seed %d: %s", door, seed, text)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(file + ": ");
            }
        }
    }

    @Test
    void valuesThatFillInThemselvesAreAnError() throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.properties"), Door.PROPERTIES.text(least()) + "group.self=${env:A}");

        assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), Map.of("A", "${env:A}"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group.self: '${env:A}' cannot be filled in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"testudo", "testudo.json", "testudo.yaml.bak", "properties"})
    void nameOfTheFileSaysItsFormat(String name) throws IOException {
        refused(name, Door.YAML.text(least()), "let it end in .yaml, .properties or .xml");
    }

    @Test
    void byteOrderMarkAndUpperCaseEndingAreNoMatter() throws IOException {
        Path file = Files.writeString(directory.resolve("TESTUDO.XML"), "\uFEFF" + Door.XML_OF_ELEMENTS.text(least()));

        assertThat(ConfigFile.load(file, Map.of(), Map.of(), Map.of()).members())
                .hasSize(4);
    }

    private void refused(String name, String content, String message) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);

        assertThatThrownBy(() -> ConfigFile.load(file, Map.of(), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    private static Map<String, String> least() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("group.name", "payments");
        settings.put("group.model", "byzantine");
        for (int i = 0; i < 4; i++) {
            settings.put("group.members[" + i + "].id", "m" + i);
            settings.put("group.members[" + i + "].address", "10.0.0." + (i + 1) + ":7800");
            settings.put("group.members[" + i + "].key", "m" + i + ".pem");
        }
        return settings;
    }
}

package org.testudo.stack;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.commons.configuration2.PropertiesConfiguration.PropertiesReader;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;

/**
 * Reads a properties file: {@code group.name = payments}, {@code group.members[0].id = alice}. UTF-8, bounded, each key once;
 * {@code include} is a key like any other, so unknown.
 */
final class StrictProperties {
    private final Path file;
    private final Map<String, Object> content = new LinkedHashMap<>();
    private final Map<String, SortedMap<Integer, Map<String, Object>>> lists = new LinkedHashMap<>();

    private StrictProperties(Path file) {
        this.file = file;
    }

    /**
     * What a file holds.
     *
     * @param what the file is, for the error
     * @throws org.testudo.api.TestudoException if it cannot be read
     * @throws IllegalArgumentException if it is no such file
     */
    static Map<String, Object> read(Path file, String what) {
        StrictProperties properties = new StrictProperties(file);
        try (PropertiesReader reader = new PropertiesReader(new StringReader(FileText.read(file, what)))) {
            while (properties.next(reader)) properties.put(reader.getPropertyName(), reader.getPropertyValue());
        } catch (IOException e) {
            throw new IllegalStateException("a text can be read", e);
        }
        return properties.nested();
    }

    private boolean next(PropertiesReader reader) throws IOException {
        try {
            return reader.nextProperty();
        } catch (ConfigurationRuntimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": is not valid: line " + reader.getLineNumber() + ": " + e.getMessage()
                            + "; write a backslash twice",
                    e);
        }
    }

    private void put(String key, String value) {
        SettingKeys.Place place = SettingKeys.place(key).orElseThrow(() -> wrong(key, SettingKeys.remedy(key)));
        Map<String, Object> map = place.index() < 0
                ? below(content, place.group())
                : lists.computeIfAbsent(place.group(), it -> new TreeMap<>())
                        .computeIfAbsent(place.index(), it -> new LinkedHashMap<>());
        if (map.put(place.name(), value) != null) throw wrong(key, "stands there twice; remove one");
    }

    /** Entries whose number is left out are there, but empty: what they lack is then an error. */
    private Map<String, Object> nested() {
        lists.forEach((list, entries) -> {
            int dot = list.lastIndexOf('.');
            Supplier<Map<String, Object>> none = LinkedHashMap::new;
            below(content, list.substring(0, dot))
                    .put(
                            list.substring(dot + 1),
                            java.util.stream.IntStream.rangeClosed(0, entries.lastKey())
                                    .mapToObj(i -> entries.getOrDefault(i, none.get()))
                                    .toList());
        });
        return content;
    }

    @SuppressWarnings("unchecked") // a known group of keys never has a value
    private static Map<String, Object> below(Map<String, Object> map, String path) {
        Map<String, Object> found = map;
        for (String step : path.split("\\.")) {
            found = (Map<String, Object>) found.computeIfAbsent(step, it -> new LinkedHashMap<String, Object>());
        }
        return found;
    }

    private IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(file + ": " + key + ": " + what);
    }
}

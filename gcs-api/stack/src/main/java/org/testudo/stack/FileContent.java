package org.testudo.stack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a configuration file holds, as maps, lists and texts, whatever its format: the end of its name says which. */
final class FileContent {
    static final String WHAT = "the name of the configuration file";

    private FileContent() {}

    /**
     * Reads a file.
     *
     * @throws org.testudo.api.TestudoException if it cannot be read
     * @throws IllegalArgumentException if it is not what its name says
     */
    static Map<String, Object> read(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".properties")) return StrictProperties.read(file, WHAT);
        if (name.endsWith(".xml")) return StrictXml.read(file, WHAT);
        if (List.of(".yaml", ".yml").stream().anyMatch(name::endsWith)) return yaml(file);
        throw new IllegalArgumentException(
                file + ": is no configuration by its name; let it end in .yaml, .properties or .xml, as is in it");
    }

    private static Map<String, Object> yaml(Path file) {
        if (!(StrictYaml.read(file, WHAT) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(file + ": is no configuration; begin with 'group:'");
        }
        Map<String, Object> content = new LinkedHashMap<>();
        map.forEach((key, value) -> content.put(String.valueOf(key), value));
        return content;
    }
}

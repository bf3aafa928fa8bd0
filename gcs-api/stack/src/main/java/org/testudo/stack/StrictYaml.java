package org.testudo.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file as maps, lists and texts: no tags, no duplicate keys, no aliases, bounded. Values stay as written:
 * YAML 1.1 would make a number of {@code 1:59} and a boolean of {@code no}.
 */
final class StrictYaml {
    private static final int MAX_DEPTH = 16;

    private StrictYaml() {}

    /**
     * What a file holds; null if it is empty.
     *
     * @param what the file is, or which setting names it, for the error
     * @throws org.testudo.api.TestudoException if it cannot be read
     * @throws IllegalArgumentException if it is no such YAML
     */
    static Object read(Path file, String what) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(FileText.MAX_BYTES);
        DumperOptions unused = new DumperOptions();
        String text = FileText.read(file, what);
        try {
            Object content = new Yaml(
                            new SafeConstructor(options),
                            new Representer(unused),
                            unused,
                            options,
                            new EverythingIsText())
                    .load(text);
            if (!namedByText(content)) throw new IllegalArgumentException(file + ": a key is no text; correct it");
            return content;
        } catch (YAMLException e) {
            String problem = e.getMessage().replaceAll("\\s+", " ").strip();
            throw new IllegalArgumentException(file + ": is not valid YAML: " + problem, e);
        }
    }

    private static boolean namedByText(Object content) {
        if (content instanceof Map<?, ?> map) {
            return map.keySet().stream().allMatch(String.class::isInstance)
                    && map.values().stream().allMatch(StrictYaml::namedByText);
        }
        return !(content instanceof List<?> list) || list.stream().allMatch(StrictYaml::namedByText);
    }

    private static final class EverythingIsText extends Resolver {
        @Override
        protected void addImplicitResolvers() {}
    }
}

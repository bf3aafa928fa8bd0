package org.testudo.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testudo.config.GroupConfig;

/** Each way in which settings, given by key, can be written for {@link ConfigFile}. */
enum Door {
    YAML("testudo.yaml") {
        @Override
        String text(Map<String, String> settings) {
            return yaml(tree(settings), "");
        }
    },
    PROPERTIES("testudo.properties") {
        @Override
        String text(Map<String, String> settings) {
            return settings.entrySet().stream()
                    .map(each -> each.getKey() + " = " + each.getValue().replace("\\", "\\\\") + "\n")
                    .collect(Collectors.joining());
        }
    },
    XML_OF_ELEMENTS("testudo.xml") {
        @Override
        String text(Map<String, String> settings) {
            return "<testudo>\n" + elements(tree(settings)) + "</testudo>\n";
        }
    },
    XML_OF_ATTRIBUTES("testudo.xml") {
        @Override
        String text(Map<String, String> settings) {
            return "<?xml version=\"1.0\"?>\n" + element("testudo", tree(settings));
        }
    },
    SYSTEM_PROPERTIES("testudo.yaml") {
        @Override
        Map<String, String> properties(Map<String, String> settings) {
            return settings.entrySet().stream()
                    .collect(Collectors.toMap(each -> "testudo." + each.getKey(), Map.Entry::getValue));
        }
    },
    ENVIRONMENT("testudo.xml") {
        @Override
        String text(Map<String, String> settings) {
            return "<testudo/>";
        }

        @Override
        Map<String, String> environment(Map<String, String> settings) {
            return settings.entrySet().stream()
                    .collect(Collectors.toMap(each -> variable(each.getKey()), Map.Entry::getValue));
        }
    };

    static final List<Door> FILES = List.of(YAML, PROPERTIES, XML_OF_ELEMENTS, XML_OF_ATTRIBUTES);

    private final String file;

    Door(String file) {
        this.file = file;
    }

    /** Writes the settings and reads them back. */
    GroupConfig load(Path directory, Map<String, String> settings) {
        try {
            Path written = Files.writeString(directory.resolve(file), text(settings));
            return ConfigFile.load(written, Map.of(), environment(settings), properties(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String file() {
        return file;
    }

    String text(Map<String, String> settings) {
        return "{}";
    }

    Map<String, String> environment(Map<String, String> settings) {
        return Map.of();
    }

    Map<String, String> properties(Map<String, String> settings) {
        return Map.of();
    }

    private static String variable(String key) {
        return "TESTUDO_"
                + key.toUpperCase(java.util.Locale.ROOT)
                        .replaceAll("[\\[.-]", "_")
                        .replace("]", "");
    }

    /** Maps of maps, lists as maps of numbers. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> tree(Map<String, String> settings) {
        Map<String, Object> root = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            Map<String, Object> map = root;
            String[] steps = key.replace("]", "").split("[.\\[]");
            for (int i = 0; i < steps.length - 1; i++) {
                boolean list = steps[i + 1].matches("[0-9]+");
                map = (Map<String, Object>) map.computeIfAbsent(
                        steps[i],
                        it -> list
                                ? new TreeMap<String, Object>(Comparator.comparingInt(Integer::parseInt))
                                : new LinkedHashMap<String, Object>());
            }
            map.put(steps[steps.length - 1], value);
        });
        return root;
    }

    private static String yaml(Map<?, ?> tree, String indent) {
        StringBuilder text = new StringBuilder();
        tree.forEach((name, value) -> {
            text.append(indent).append(tree instanceof TreeMap ? "-" : name + ":");
            if (value instanceof Map<?, ?> map) text.append('\n').append(yaml(map, indent + "  "));
            else text.append(" \"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
        });
        return text.toString();
    }

    private static String elements(Map<?, ?> tree) {
        StringBuilder text = new StringBuilder();
        tree.forEach((name, value) -> {
            if (value instanceof TreeMap<?, ?> list) {
                list.values().forEach(each -> text.append(wrapped(name, elements((Map<?, ?>) each))));
            } else {
                text.append(wrapped(name, value instanceof Map<?, ?> map ? elements(map) : escaped(value)));
            }
        });
        return text.toString();
    }

    private static String wrapped(Object name, String content) {
        return "<" + name + ">\n  " + content + "</" + name + ">\n";
    }

    private static String element(Object name, Map<?, ?> tree) {
        StringBuilder start = new StringBuilder("<" + name);
        StringBuilder content = new StringBuilder();
        tree.forEach((key, value) -> {
            if (value instanceof TreeMap<?, ?> list) {
                list.values().forEach(each -> content.append(element(key, (Map<?, ?>) each)));
            } else if (value instanceof Map<?, ?> map) {
                content.append(element(key, map));
            } else {
                start.append(" " + key + "=\"" + escaped(value) + "\"");
            }
        });
        return start + ">\n" + content + "</" + name + ">\n";
    }

    private static String escaped(Object value) {
        return value.toString().replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}

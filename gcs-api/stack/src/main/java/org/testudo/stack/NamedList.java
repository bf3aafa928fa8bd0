package org.testudo.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An attribute of JGroups XML that has a value for each of several names, such as {@code alice[10.0.0.1:7800],bob[[::1]:7800]}.
 * Brackets within a value come in pairs.
 */
public final class NamedList {
    private NamedList() {}

    /**
     * Reads an attribute; in the order in which it stands there.
     *
     * @param attribute what to call it in errors, such as {@code MEMBERSHIP members}
     * @throws IllegalArgumentException if it is no such list, or has a name twice
     */
    public static Map<String, String> parse(String attribute, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String entry : entries(text)) {
            int open = entry.indexOf('[');
            boolean complete = open > 0 && entry.endsWith("]") && depth(entry) == 0;
            if (!complete) throw wrong(attribute, entry, "write name[value],name[value]");
            String name = entry.substring(0, open).strip();
            String value = entry.substring(open + 1, entry.length() - 1).strip();
            if (values.put(name, value) != null) throw wrong(attribute, name, "stands there twice; remove one");
        }
        return values;
    }

    /**
     * Writes what {@link #parse} reads.
     *
     * @throws IllegalArgumentException if a name or value cannot stand in such a list
     */
    public static String print(String attribute, Map<String, String> values) {
        String text = values.entrySet().stream()
                .map(each -> each.getKey() + "[" + each.getValue() + "]")
                .collect(Collectors.joining(","));
        if (!parse(attribute, text).equals(values)) {
            throw wrong(
                    attribute,
                    text,
                    "has brackets or spaces that a list of JGroups' XML cannot hold; rename the files");
        }
        return text;
    }

    private static IllegalArgumentException wrong(String attribute, String value, String remedy) {
        return new IllegalArgumentException(attribute + ": '" + value + "': " + remedy);
    }

    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder();
        int depth = 0;
        for (char each : text.toCharArray()) {
            if (each == '[') depth++;
            else if (each == ']') depth--;
            if (each == ',' && depth <= 0) {
                entries.add(entry.toString().strip());
                entry.setLength(0);
            } else {
                entry.append(each);
            }
        }
        if (!entry.toString().isBlank() || !entries.isEmpty())
            entries.add(entry.toString().strip());
        return entries;
    }

    private static int depth(String entry) {
        int depth = 0;
        for (char each : entry.toCharArray()) {
            if (each == '[') depth++;
            else if (each == ']') depth--;
            if (depth < 0) return depth;
        }
        return depth;
    }
}

package org.testudo.gacp;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259). */
final class Json {
    private Json() {}

    static String of(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) writeMap(map, out);
        else if (value instanceof Collection<?> list) writeList(list, out);
        else if (value instanceof Number || value instanceof Boolean || value == null) out.append(value);
        else writeText(value.toString(), out);
    }

    private static void writeMap(Map<?, ?> map, StringBuilder out) {
        String separator = "{";
        for (Map.Entry<?, ?> each : map.entrySet()) {
            out.append(separator);
            writeText(each.getKey().toString(), out);
            out.append(':');
            write(each.getValue(), out);
            separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private static void writeList(Collection<?> list, StringBuilder out) {
        String separator = "[";
        for (Object each : list) {
            out.append(separator);
            write(each, out);
            separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (char each : text.toCharArray()) {
            if (each == '"' || each == '\\') out.append('\\').append(each);
            else if (each < ' ' || Character.isSurrogate(each)) out.append(String.format("\\u%04x", (int) each));
            else out.append(each);
        }
        out.append('"');
    }
}

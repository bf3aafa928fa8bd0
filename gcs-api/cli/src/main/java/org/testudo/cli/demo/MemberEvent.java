package org.testudo.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line that {@code testudo up --events} prints: what happened in that process, and when by the host's monotonic clock,
 * which all processes of a host share.
 */
public record MemberEvent(long nanos, String type, Map<String, Object> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An event that happens now. */
    public static MemberEvent now(String type, Map<String, Object> fields) {
        return new MemberEvent(System.nanoTime(), type, fields);
    }

    /** As one line of JSON. */
    public String toLine() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("nanos", nanos);
        line.put("type", type);
        line.putAll(fields);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of plain values can be written", e);
        }
    }

    /** Reads such a line; empty for a line that is none. */
    static Optional<MemberEvent> parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node == null || !node.hasNonNull("nanos") || !node.hasNonNull("type")) return Optional.empty();
            Map<String, Object> fields = new LinkedHashMap<>();
            node.properties()
                    .forEach(each -> fields.put(each.getKey(), JSON.convertValue(each.getValue(), Object.class)));
            return Optional.of(
                    new MemberEvent(node.get("nanos").asLong(), node.get("type").asText(), fields));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What happened, without when. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(fields);
        facts.remove("nanos");
        return facts;
    }

    /** As text; empty if there is no such field. */
    public String text(String field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }

    /** A list of names; empty if there is none. */
    public List<String> names(String field) {
        return fields.get(field) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    /** A number; -1 if there is none. */
    public long number(String field) {
        return fields.get(field) instanceof Number number ? number.longValue() : -1;
    }
}

package org.testudo.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.linearizability.Call;
import org.testudo.benchmarks.linearizability.Observed;

/** What clients saw in a file, one JSON object a line, so that a history can be looked at and judged again. */
final class HistoryFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HistoryFile() {}

    static void write(Path file, List<Observed> history) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Observed each : history) {
                out.write(JSON.writeValueAsString(fields(each)));
                out.newLine();
            }
        }
    }

    /** @throws TestudoException naming the line that is none of a history */
    static List<Observed> read(Path file) throws IOException {
        List<Observed> history = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                try {
                    history.add(observed(JSON.readTree(line)));
                } catch (IOException | RuntimeException e) {
                    throw new TestudoException(
                            file + " line " + (history.size() + 1) + " is no operation of a history: " + e.getMessage(),
                            e);
                }
            }
        } catch (NoSuchFileException e) {
            throw new TestudoException("--check " + file + ": no such file", e);
        }
        return history;
    }

    private static Map<String, Object> fields(Observed observed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", observed.id());
        fields.put("key", observed.key());
        if (observed.call() instanceof Call.Read) fields.put("call", "read");
        if (observed.call() instanceof Call.Write it) {
            fields.put("call", "write");
            fields.put("value", it.value());
        }
        if (observed.call() instanceof Call.CompareAndSet it) {
            fields.put("call", "compareAndSet");
            it.expected().ifPresent(expected -> fields.put("expected", expected));
            fields.put("value", it.value());
        }
        fields.put("invoked", observed.invoked());
        observed.answer().ifPresent(before -> {
            fields.put("returned", observed.returned());
            before.ifPresent(value -> fields.put("before", value));
        });
        return fields;
    }

    private static Observed observed(JsonNode line) {
        String id = required(line, "id").asText();
        String key = required(line, "key").asText();
        Call call = switch (required(line, "call").asText()) {
            case "read" -> new Call.Read();
            case "write" -> new Call.Write(required(line, "value").asText());
            case "compareAndSet" ->
                new Call.CompareAndSet(
                        optional(line, "expected"), required(line, "value").asText());
            default -> throw new IllegalArgumentException("no such call");
        };
        long invoked = required(line, "invoked").asLong();
        if (!line.has("returned")) return Observed.pending(id, key, call, invoked);
        return Observed.answered(
                id,
                key,
                call,
                optional(line, "before"),
                invoked,
                line.get("returned").asLong());
    }

    private static JsonNode required(JsonNode line, String field) {
        JsonNode value = line.get(field);
        if (value == null) throw new IllegalArgumentException(field + " is missing");
        return value;
    }

    private static Optional<String> optional(JsonNode line, String field) {
        return Optional.ofNullable(line.get(field)).map(JsonNode::asText);
    }
}

package org.testudo.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** One operation that a member has executed, as it wrote it down: place in the order, operation and result. */
public record Execution(long slot, int position, String client, long number, byte[] operation, byte[] result) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a line of a member's history; empty where the member was given a state in place of operations. */
    public static Optional<Execution> read(String text) throws IOException {
        JsonNode line = JSON.readTree(text);
        if (line.has("state")) return Optional.empty();
        return Optional.of(new Execution(
                line.get("slot").asLong(),
                line.get("position").asInt(),
                line.get("origin").asText(),
                line.get("number").asLong(),
                line.get("operation").binaryValue(),
                line.get("result").binaryValue()));
    }
}

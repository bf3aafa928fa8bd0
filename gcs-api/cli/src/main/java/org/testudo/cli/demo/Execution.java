package org.testudo.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** One operation that a member has executed, as it wrote it down: place in the order, operation and result. */
public record Execution(long slot, int position, String client, long number, byte[] operation, byte[] result) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a line of a member's history. */
    public static Execution read(String text) throws IOException {
        JsonNode line = JSON.readTree(text);
        return new Execution(
                line.get("slot").asLong(),
                line.get("position").asInt(),
                line.get("origin").asText(),
                line.get("number").asLong(),
                line.get("operation").binaryValue(),
                line.get("result").binaryValue());
    }
}

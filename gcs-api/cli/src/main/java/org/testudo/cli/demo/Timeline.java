package org.testudo.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells what happens as it happens: a line a person can follow, or one JSON object a line. Safe for several threads. */
public final class Timeline {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final boolean json;
    private final long startNanos = System.nanoTime();

    /** @param json whether for programs */
    public Timeline(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Something happened now. */
    public void tell(String type, String text, Map<String, ?> fields) {
        tell(System.nanoTime(), type, text, fields);
    }

    /**
     * Something happened.
     *
     * @param nanos when, by the host's monotonic clock
     * @param type of event, for programs
     * @param text for people
     * @param fields for programs
     */
    public synchronized void tell(long nanos, String type, String text, Map<String, ?> fields) {
        double seconds = Math.max(0, nanos - startNanos) / 1e9;
        if (!json) {
            out.printf(Locale.ROOT, "%7.3f s  %s%n", seconds, text);
        } else {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("type", type);
            line.put("atMs", Math.round(seconds * 1000));
            line.putAll(fields);
            line.put("text", text);
            print(line);
        }
        out.flush();
    }

    /** The last line: the verdict. */
    void conclude(Summary summary) {
        conclude(summary.fields(), summary.text());
    }

    /**
     * The last line: the verdict.
     *
     * @param fields for programs
     * @param text for people
     */
    public synchronized void conclude(Map<String, ?> fields, String text) {
        if (json) print(fields);
        else out.println(text);
        out.flush();
    }

    private void print(Map<String, ?> line) {
        try {
            out.println(JSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of plain values can be written", e);
        }
    }
}

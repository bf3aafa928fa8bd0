package org.testudo.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.Delivery;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;

/** Writes down every operation that a state machine executes, one JSON object a line, for audits. */
public final class History implements StateMachine, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateMachine service;
    private final BufferedWriter out;
    private volatile long executed;

    /** Begins a new history in a file that must not exist. */
    History(StateMachine service, Path file) throws IOException {
        this.service = service;
        out = Files.newBufferedWriter(file, java.nio.file.StandardOpenOption.CREATE_NEW);
    }

    @Override
    public byte[] apply(Delivery operation) {
        byte[] result = service.apply(operation);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("slot", operation.slot());
        line.put("position", operation.position());
        line.put("origin", operation.origin().toString());
        line.put("number", operation.number());
        line.put("operation", operation.payload());
        line.put("result", result);
        try {
            out.write(JSON.writeValueAsString(line));
            out.newLine();
            out.flush(); // whoever is killed leaves whole lines
        } catch (IOException e) {
            throw new IOError(e); // a member without its history stops, rather than differ from the others (HOST-5)
        }
        executed++;
        return result;
    }

    /** Changes nothing, so that nothing is written down. */
    @Override
    public byte[] query(Principal client, byte[] question) {
        return service.query(client, question);
    }

    @Override
    public byte[] digest() {
        return service.digest();
    }

    /** How many operations have been executed. */
    long executed() {
        return executed;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

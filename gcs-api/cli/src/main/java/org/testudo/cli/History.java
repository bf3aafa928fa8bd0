package org.testudo.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.Delivery;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;

/**
 * Writes down every operation that a state machine executes, one JSON object a line, for audits. Where this member was given
 * a state in place of operations, a line says so.
 */
public final class History implements StateMachine, Snapshots, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateMachine service;
    private final Snapshots state;
    private final BufferedWriter out;
    private volatile long executed;

    /** Begins a new history in a file that must not exist. */
    <S extends StateMachine & Snapshots> History(S service, Path file) throws IOException {
        this.service = service;
        this.state = service;
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
        write(line);
        executed++;
        return result;
    }

    private void write(Map<String, Object> line) {
        try {
            out.write(JSON.writeValueAsString(line));
            out.newLine();
            out.flush(); // whoever is killed leaves whole lines
        } catch (IOException e) {
            throw new IOError(e); // a member without its history stops, rather than differ from the others (HOST-5)
        }
    }

    @Override
    public void writeSnapshot(OutputStream to) throws IOException {
        state.writeSnapshot(to);
    }

    @Override
    public void readSnapshot(InputStream from) throws IOException {
        state.readSnapshot(from);
        write(Map.of("state", "given"));
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

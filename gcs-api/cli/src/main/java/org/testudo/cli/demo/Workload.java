package org.testudo.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueOperation;

/**
 * The operations of a run in the order in which they are to be begun.
 *
 * @param steps each operation with the client that asks for it
 */
record Workload(List<Step> steps) {
    /** One operation of one client. */
    record Step(String client, KeyValueOperation operation) {
        private Step again(int round) {
            String id = operation.id() + "-" + round;
            KeyValueOperation same = operation instanceof KeyValueOperation.Put put
                    ? new KeyValueOperation.Put(id, put.key(), put.value())
                    : new KeyValueOperation.Get(id, operation.key());
            return new Step(client, same);
        }
    }

    Workload {
        steps = List.copyOf(steps);
    }

    /** The clients by name, in order. */
    Set<String> clients() {
        Set<String> clients = new TreeSet<>();
        for (Step step : steps) clients.add(step.client);
        return clients;
    }

    /** The same operations once more, under ids of their own. */
    Workload again(int round) {
        return new Workload(steps.stream().map(step -> step.again(round)).toList());
    }

    /**
     * Reads lines {@code ID CLIENT put KEY VALUE} and {@code ID CLIENT get KEY}; {@code #} begins a comment.
     *
     * @throws TestudoException naming the line, if one is malformed, an id stands twice or a key has two writers
     */
    static Workload read(BufferedReader in, String source) throws IOException {
        List<Step> steps = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, String> writers = new LinkedHashMap<>();
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            String where = source + " line " + number + ": ";
            Step step = parse(line.strip().split(" +"), where);
            if (!ids.add(step.operation.id())) {
                throw new TestudoException(where + "id " + step.operation.id() + " stands twice; make it unique");
            }
            if (step.operation instanceof KeyValueOperation.Put put) {
                String writer = writers.putIfAbsent(put.key(), step.client);
                if (writer != null && !writer.equals(step.client)) {
                    throw new TestudoException(where + "key " + put.key() + " is written by " + writer + " and "
                            + step.client + "; give each key one writer");
                }
            }
            steps.add(step);
        }
        return new Workload(steps);
    }

    private static Step parse(String[] words, String where) {
        if (words.length == 5 && words[2].equals("put")) {
            return new Step(words[1], new KeyValueOperation.Put(words[0], words[3], words[4]));
        }
        if (words.length == 4 && words[2].equals("get")) {
            return new Step(words[1], new KeyValueOperation.Get(words[0], words[3]));
        }
        throw new TestudoException(where + "write ID CLIENT put KEY VALUE, or ID CLIENT get KEY");
    }
}

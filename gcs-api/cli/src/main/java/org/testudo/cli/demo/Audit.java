package org.testudo.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.kernel.wire.MalformedException;

/**
 * What a run came to, computed from what the clients were told and what each correct member did. The delivered order is
 * replayed on a fresh service, so neither a client's nor a member's word is taken for its own result.
 *
 * @param wrongReplies answers that differ from what the replay gives
 * @param lost acknowledged operations that a correct member did not execute; that its final state holds their effect follows
 *     from its being the replayed one
 * @param duplicated operations that a correct member executed more than once
 * @param divergentStates correct members whose final state is not the replayed one
 */
public record Audit(int wrongReplies, int lost, int duplicated, int divergentStates, List<String> findings) {
    private static final int MAX_FINDINGS = 20;

    public Audit {
        findings = List.copyOf(findings);
    }

    /** An operation that a client was told is done, with the answer. */
    public record Acknowledged(String client, KeyValueOperation operation, byte[] answer) {}

    /** What one correct member did, and the digest of its state at the end. */
    public record Testimony(String member, List<Execution> history, String finalDigest) {}

    /** Whether nothing was found. */
    public boolean clean() {
        return wrongReplies == 0 && lost == 0 && duplicated == 0 && divergentStates == 0;
    }

    /** Judges the run; the first testimony also decides what the clients should have been told. */
    public static Audit of(List<Acknowledged> acknowledged, List<Testimony> testimonies) {
        return new Auditor(acknowledged).audit(testimonies);
    }

    private static final class Auditor {
        private final Map<String, Acknowledged> acknowledged = new LinkedHashMap<>();
        private final List<String> findings = new ArrayList<>();
        private int wrongReplies;
        private int lost;
        private int duplicated;
        private int divergentStates;

        Auditor(List<Acknowledged> all) {
            for (Acknowledged each : all) acknowledged.put(each.operation.id(), each);
        }

        Audit audit(List<Testimony> testimonies) {
            String expected = null;
            for (Testimony testimony : testimonies) {
                String replayed = replay(testimony, expected == null);
                if (expected == null) expected = replayed;
                if (!testimony.finalDigest.equals(expected) || !replayed.equals(expected)) {
                    divergentStates++;
                    find(testimony.member + ": final state " + testimony.finalDigest + ", replayed " + expected);
                }
            }
            return new Audit(wrongReplies, lost, duplicated, divergentStates, findings);
        }

        /** Executes a member's history afresh; the first one also decides what the clients should have been told. */
        private String replay(Testimony testimony, boolean judgeAnswers) {
            KeyValueService service = new KeyValueService();
            Map<String, Integer> times = new HashMap<>();
            for (Execution execution : testimony.history) {
                KeyValueOperation operation = decode(execution);
                byte[] answer = service.apply(operation).encode();
                if (times.merge(operation.id(), 1, Integer::sum) == 2) {
                    duplicated++;
                    find(testimony.member + ": executed " + operation.id() + " more than once");
                }
                if (judgeAnswers) judge(operation, answer);
            }
            countLost(testimony.member, times);
            return HexFormat.of().formatHex(service.digest());
        }

        private void countLost(String member, Map<String, Integer> times) {
            for (String id : acknowledged.keySet()) {
                if (!times.containsKey(id)) {
                    lost++;
                    find(member + ": never executed " + id + ", which its client was told is done");
                }
            }
        }

        private void judge(KeyValueOperation operation, byte[] answer) {
            Acknowledged told = acknowledged.get(operation.id());
            if (told == null) return;
            if (!told.operation.equals(operation) || !Arrays.equals(told.answer, answer)) {
                wrongReplies++;
                find("client " + told.client + " was told something else for " + operation.id());
            }
        }

        private static KeyValueOperation decode(Execution execution) {
            try {
                return KeyValueOperation.decode(execution.operation());
            } catch (MalformedException e) {
                throw new IllegalStateException("history holds what is no operation", e);
            }
        }

        private void find(String finding) {
            if (findings.size() < MAX_FINDINGS) findings.add(finding);
        }
    }
}

package org.testudo.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The verdict on a run.
 *
 * @param operations how many were acknowledged to their clients
 * @param asked how many the clients asked for
 * @param excluded by the group's last view, as every correct member reports it
 * @param cause of the first exclusion; empty: nobody was excluded
 * @param alertToExclusionMs from the append of the alert to the last correct member's view without its target
 * @param longestServiceGapMs the longest time in the run without any completed operation
 * @param views by id, each with why it was formed
 * @param expectations what the scenario promises beyond a clean audit, each with whether it held
 */
record Summary(
        String scenario,
        int operations,
        int asked,
        Audit audit,
        List<String> excluded,
        String cause,
        OptionalLong alertToExclusionMs,
        long longestServiceGapMs,
        long viewId,
        Map<Long, String> views,
        Map<String, Boolean> expectations) {
    boolean ok() {
        return audit.clean() && operations == asked && !expectations.containsValue(false);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "summary");
        fields.put("scenario", scenario);
        fields.put("operations", operations);
        fields.put("wrongReplies", audit.wrongReplies());
        fields.put("lost", audit.lost());
        fields.put("duplicated", audit.duplicated());
        fields.put("divergentStates", audit.divergentStates());
        fields.put("excluded", excluded);
        fields.put("cause", cause);
        fields.put("alertToExclusionMs", alertToExclusionMs.isPresent() ? alertToExclusionMs.getAsLong() : null);
        fields.put("longestServiceGapMs", longestServiceGapMs);
        fields.put("viewId", viewId);
        fields.put("views", views);
        fields.put("expectations", expectations);
        fields.put("findings", audit.findings());
        fields.put("ok", ok());
        return fields;
    }

    String text() {
        StringBuilder text = new StringBuilder("\n");
        line(text, "operations", operations + " of " + asked + " acknowledged");
        line(text, "wrong replies", audit.wrongReplies());
        line(text, "lost", audit.lost());
        line(text, "duplicated", audit.duplicated());
        line(text, "divergent states", audit.divergentStates());
        line(text, "excluded", excluded.isEmpty() ? "nobody" : String.join(", ", excluded) + " (" + cause + ")");
        alertToExclusionMs.ifPresent(ms -> line(text, "alert to exclusion", ms + " ms"));
        line(text, "longest gap", longestServiceGapMs + " ms without a completed operation");
        line(text, "last view", viewId);
        views.forEach((id, reason) -> line(text, "view " + id, reason));
        expectations.forEach((promise, kept) -> line(text, kept ? "held" : "NOT HELD", promise));
        audit.findings().forEach(finding -> line(text, "finding", finding));
        return text.append(ok() ? "OK" : "NOT OK").toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(java.util.Locale.ROOT, "%-20s %s%n", name, value));
    }
}

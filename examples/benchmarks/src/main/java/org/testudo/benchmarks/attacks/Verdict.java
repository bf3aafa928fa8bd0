package org.testudo.benchmarks.attacks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What became of one attack.
 *
 * @param detail what was seen, for people
 */
record Verdict(String attack, String by, Stack stack, Outcome outcome, String detail, double seconds) {
    /** What was seen to happen; what could not be tried is an error, never blocked. */
    enum Outcome {
        /** A victim was harmed: its view, its deliveries, its process or its service. */
        SUCCEEDED,
        /** It was carried out, arrived, and harmed nobody. */
        BLOCKED,
        /** Besides, it left evidence on which its author is expelled. */
        CONVICTED,
        /** It was not carried out, or nobody can say what came of it. */
        ERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", "attack");
        fields.put("attack", attack);
        fields.put("stack", stack.toString());
        fields.put("outcome", outcome.toString());
        fields.put("by", by);
        fields.put("detail", detail);
        fields.put("seconds", Math.round(seconds * 10) / 10.0);
        return fields;
    }
}

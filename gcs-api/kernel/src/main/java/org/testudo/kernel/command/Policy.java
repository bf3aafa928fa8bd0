package org.testudo.kernel.command;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What follows from an alert (AD-4): the first rule that matches decides. A pure function, equal at all members.
 *
 * @param enforce false: the group only observes and says what it would have done
 * @param rules in order
 * @param otherwise the effect when no rule matches
 */
public record Policy(boolean enforce, List<Rule> rules, Effect otherwise) {
    /** The most rules of a policy. */
    public static final int MAX_RULES = 1000;

    /** What follows for the member that the sensor watches, in rising order. */
    public enum Effect {
        IGNORE,
        LOG,
        SUSPECT,
        QUARANTINE,
        EXCLUDE
    }

    /** Matches an alert whose present fields are all equal; a rule or category ending in {@code *} matches a prefix. */
    public record Rule(
            Optional<String> rule,
            Optional<String> category,
            Optional<Alert.Outcome> outcome,
            Optional<Alert.Role> role,
            Effect effect) {
        boolean matches(Alert alert) {
            return rule.map(pattern -> covers(pattern, alert.rule())).orElse(true)
                    && category.map(pattern -> covers(pattern, alert.category()))
                            .orElse(true)
                    && outcome.map(alert.outcome()::equals).orElse(true)
                    && role.map(alert.role()::equals).orElse(true);
        }

        private static boolean covers(String pattern, String text) {
            return pattern.endsWith("*")
                    ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                    : text.equals(pattern);
        }

        static Rule read(WireReader in) throws MalformedException {
            return new Rule(
                    in.readOptional(each -> each.readText(Alert.MAX_TEXT)),
                    in.readOptional(each -> each.readText(Alert.MAX_TEXT)),
                    in.readOptional(each -> each.readEnum(Alert.Outcome.values())),
                    in.readOptional(each -> each.readEnum(Alert.Role.values())),
                    in.readEnum(Effect.values()));
        }

        void write(WireWriter out) {
            out.writeOptional(rule, (text, to) -> to.writeText(text));
            out.writeOptional(category, (text, to) -> to.writeText(text));
            out.writeOptional(outcome, (value, to) -> to.writeEnum(value));
            out.writeOptional(role, (value, to) -> to.writeEnum(value));
            out.writeEnum(effect);
        }
    }

    public Policy {
        rules = List.copyOf(rules);
    }

    /**
     * Excludes on a success or on the member as actor, logs the rest: anyone who can send a packet can cause an attempt, so
     * an attempt must never evict its victim.
     */
    public static Policy standard(boolean enforce) {
        Optional<String> any = Optional.empty();
        return new Policy(
                enforce,
                List.of(
                        new Rule(any, any, Optional.of(Alert.Outcome.BLOCKED), Optional.empty(), Effect.LOG),
                        new Rule(
                                any,
                                any,
                                Optional.of(Alert.Outcome.SUCCEEDED),
                                Optional.of(Alert.Role.ACTOR),
                                Effect.EXCLUDE)),
                Effect.LOG);
    }

    /** What the rules say, whether or not the group enforces them. */
    public Effect effect(Alert alert) {
        return rules.stream()
                .filter(rule -> rule.matches(alert))
                .map(Rule::effect)
                .findFirst()
                .orElse(otherwise);
    }

    public static Policy read(WireReader in) throws MalformedException {
        return new Policy(in.readBoolean(), in.readList(MAX_RULES, Rule::read), in.readEnum(Effect.values()));
    }

    public void write(WireWriter out) {
        out.writeBoolean(enforce).writeList(rules, Rule::write).writeEnum(otherwise);
    }

    public byte[] encode() {
        return WireWriter.bytes(this::write);
    }
}

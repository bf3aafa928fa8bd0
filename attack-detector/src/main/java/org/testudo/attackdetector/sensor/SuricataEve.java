package org.testudo.attackdetector.sensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.testudo.attackdetector.core.PlainText;
import org.testudo.kernel.command.Alert;

/**
 * Reads lines of Suricata's EVE JSON (AD-1, AD-3). The text in them is the attacker's: it is parsed as JSON within bounds,
 * never matched, and what is kept of it is cut and cleaned. Safe for use by several threads.
 */
final class SuricataEve {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 32;
    private static final int MOST_TOKENS = 20_000;
    private static final int LONGEST_NAME = 256;
    private static final byte[] ALERT = "\"event_type\":\"alert\"".getBytes(StandardCharsets.US_ASCII);
    private static final int ALERT_WITHIN = 1024;

    /** {@code 2026-11-20T11:06:57.773683+0000}: the offset has no colon. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XX][XXX]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final String host;
    private final List<String> addresses;
    private final ObjectMapper json;

    /**
     * @param longest of a line in bytes; a string in it may be as long, else an attacker's long payload would hide its alert
     * @param host the sensor's name in EVE, if alerts about other hosts stand in the same file; empty: take all
     * @param addresses of the watched host, to tell victim from actor where the rule does not say; may be empty
     */
    SuricataEve(int longest, String host, List<String> addresses) {
        this.host = host;
        this.addresses = List.copyOf(addresses);
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxDocumentLength(longest)
                .maxStringLength(longest)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .maxTokenCount(MOST_TOKENS)
                .build();
        json = new ObjectMapper(JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Reads one line. Never throws on its content. */
    EveEvent parse(byte[] line) {
        try {
            JsonNode event = json.readTree(line);
            if (event == null || !event.isObject()) return bad("is no JSON object", line);
            String type = text(event, "event_type");
            if (!type.equals("alert"))
                return type.isEmpty() ? bad("has no event_type", line) : new EveEvent.Other(type);
            if (!host.isEmpty() && !text(event, "host").equals(host)) {
                return new EveEvent.Foreign(PlainText.of(text(event, "host"), Alert.MAX_TEXT));
            }
            return alarm(event, event.path("alert"), line);
        } catch (IOException e) {
            return bad("is not JSON within the bounds: " + firstLine(e.getMessage()), line);
        }
    }

    private EveEvent alarm(JsonNode event, JsonNode alert, byte[] line) {
        JsonNode generator = alert.path("gid");
        JsonNode signature = alert.path("signature_id");
        if (!isNumber(generator) || !isNumber(signature)) return bad("has no alert.gid and alert.signature_id", line);
        try {
            return new EveEvent.Alarm(
                    new Alert(
                            "suricata",
                            generator.longValue() + ":" + signature.longValue(),
                            PlainText.of(text(alert, "category"), Alert.MAX_TEXT),
                            PlainText.of(text(alert, "signature"), Alert.MAX_TEXT),
                            severity(alert.path("severity")),
                            outcome(alert),
                            role(event, alert)),
                    observed(text(event, "timestamp")));
        } catch (DateTimeException e) {
            return bad("has no timestamp such as 2026-11-20T11:06:57.773683+0000", line);
        }
    }

    private static boolean isNumber(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    }

    private static Alert.Severity severity(JsonNode priority) {
        boolean small = priority.isIntegralNumber() && priority.canConvertToInt();
        return small ? Classification.severity(priority.intValue()) : Alert.Severity.UNKNOWN;
    }

    /** What the sensor stopped did not succeed, whatever the rule would have meant. */
    private static Alert.Outcome outcome(JsonNode alert) {
        return text(alert, "action").equals("blocked")
                ? Alert.Outcome.BLOCKED
                : Classification.outcome(text(alert, "category"));
    }

    /** What the rule's author says counts; else who stands on which side of the packet. */
    private Alert.Role role(JsonNode event, JsonNode alert) {
        JsonNode said = alert.path("metadata").path("group_member_role");
        if (!said.isMissingNode()) {
            boolean one = said.isArray() && said.size() == 1 && said.get(0).isTextual();
            return switch (one ? said.get(0).textValue() : "") {
                case "actor" -> Alert.Role.ACTOR;
                case "victim" -> Alert.Role.VICTIM;
                default -> Alert.Role.UNKNOWN;
            };
        }
        if (alert.has("source") && alert.has("target")) {
            return role(text(alert.path("source"), "ip"), text(alert.path("target"), "ip"), event);
        }
        return role(text(event, "src_ip"), text(event, "dest_ip"), event);
    }

    /** A source address proves an actor only where a handshake would have failed with a forged one. */
    private Alert.Role role(String source, String target, JsonNode event) {
        boolean from = addresses.contains(source);
        boolean to = addresses.contains(target);
        if (from == to) return Alert.Role.UNKNOWN;
        if (to) return Alert.Role.VICTIM;
        return text(event, "proto").equals("TCP") ? Alert.Role.ACTOR : Alert.Role.UNKNOWN;
    }

    /** To the millisecond, as reports carry it. */
    private static Instant observed(String timestamp) {
        OffsetDateTime time = OffsetDateTime.parse(timestamp, TIMESTAMP);
        if (time.getYear() < 1970 || time.getYear() > 9999) throw new DateTimeException("year " + time.getYear());
        return time.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : "";
    }

    private static EveEvent.Bad bad(String reason, byte[] line) {
        return new EveEvent.Bad(PlainText.of(reason, Alert.MAX_TEXT), alarming(line));
    }

    /** Whether a line that cannot be read, or not as a whole, seems to be an alert. A guess, for counting only. */
    static boolean alarming(byte[] line) {
        int last = Math.min(line.length, ALERT_WITHIN) - ALERT.length;
        for (int i = 0; i <= last; i++) {
            int same = 0;
            while (same < ALERT.length && line[i + same] == ALERT[same]) same++;
            if (same == ALERT.length) return true;
        }
        return false;
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.split("\n", 2)[0];
    }
}

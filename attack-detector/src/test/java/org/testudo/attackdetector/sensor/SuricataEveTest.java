package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Real lines of Suricata 7.0.10, and what attackers and accidents make of them (AD-1, AD-3). */
class SuricataEveTest {
    private static final int LONGEST = 256 << 10;
    private static final String COMPROMISED = Lines.resource("suricata-carol-compromised.json");
    private static final String ATTEMPTED = Lines.resource("suricata-carol-attempted.json");
    private static final String HOSTILE = Lines.resource("suricata-hostile-content.json");

    private final SuricataEve eve = new SuricataEve(LONGEST, "", List.of());

    @Test
    void successfulAttackWithTheMemberAsActorIsReadAsWhatItIs() {
        assertThat(parse(COMPROMISED))
                .isEqualTo(new EveEvent.Alarm(
                        new Alert(
                                "suricata",
                                "1:9000101",
                                "Successful Administrator Privilege Gain",
                                "GROUP member host returned root shell output",
                                Alert.Severity.CRITICAL,
                                Alert.Outcome.SUCCEEDED,
                                Alert.Role.ACTOR),
                        Instant.parse("2026-11-20T11:06:57.773Z")));
    }

    /** AD-1: as severe as the successful one, and yet no success. */
    @Test
    void attemptedAttackOnTheMemberIsReadAsAnAttempt() {
        assertThat(alert(ATTEMPTED).severity()).isEqualTo(Alert.Severity.CRITICAL);
        assertThat(alert(ATTEMPTED).outcome()).isEqualTo(Alert.Outcome.ATTEMPTED);
        assertThat(alert(ATTEMPTED).role()).isEqualTo(Alert.Role.VICTIM);
    }

    @Test
    void requestThatImitatesJsonChangesNothing() {
        assertThat(alert(HOSTILE).rule()).isEqualTo("1:9000001");
        assertThat(alert(HOSTILE).outcome()).isEqualTo(Alert.Outcome.ATTEMPTED);
        assertThat(alert(HOSTILE).role()).isEqualTo(Alert.Role.VICTIM);
    }

    @Test
    void everyAlertThatIsReadFitsIntoAReport() throws Exception {
        for (String line : List.of(COMPROMISED, ATTEMPTED, HOSTILE, withText(COMPROMISED, "\\u0001é💥".repeat(200)))) {
            Alert alert = alert(line);
            byte[] bytes = WireWriter.bytes(alert::write);
            assertThat(WireReader.whole(bytes, Alert::read)).isEqualTo(alert);
        }
    }

    @Test
    void textForPeopleIsCutAndCannotForgeALog() {
        String text = alert(withText(COMPROMISED, "x\\r\\n2026 ERROR \\\"\\u001b[2J\\u202e" + "y".repeat(5000)))
                .text();

        assertThat(text).startsWith("x??2026 ERROR ??[2J?yyy").hasSizeLessThanOrEqualTo(Alert.MAX_TEXT);
    }

    @Test
    void otherEventsAreNoAlerts() {
        assertThat(parse("{\"event_type\":\"stats\",\"stats\":{\"uptime\":3}}")).isEqualTo(new EveEvent.Other("stats"));
    }

    @ParameterizedTest
    @CsvSource({
        "allowed, Successful User Privilege Gain, SUCCEEDED",
        "blocked, Successful User Privilege Gain, BLOCKED",
        "allowed, Unsuccessful User Privilege Gain, BLOCKED",
        "allowed, A Network Trojan was detected, SUCCEEDED",
        "allowed, Web Application Attack, ATTEMPTED",
        "allowed, Misc Attack, UNKNOWN",
        "allowed, successful administrator privilege gain, UNKNOWN",
    })
    void outcomeFollowsFromActionAndCategory(String action, String category, Alert.Outcome outcome) {
        String line = COMPROMISED
                .replace("\"action\":\"allowed\"", "\"action\":\"" + action + "\"")
                .replace("Successful Administrator Privilege Gain", category);

        assertThat(alert(line).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"1, CRITICAL", "2, HIGH", "3, MEDIUM", "4, LOW", "255, UNKNOWN", "0, UNKNOWN", "99999999999, UNKNOWN"})
    void severityOneIsTheWorst(String priority, Alert.Severity severity) {
        assertThat(alert(COMPROMISED.replace("\"severity\":1", "\"severity\":" + priority))
                        .severity())
                .isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ["actor"]           | ACTOR
                    ["victim"]          | VICTIM
                    ["victim","actor"]  | UNKNOWN
                    ["ACTOR"]           | UNKNOWN
                    []                  | UNKNOWN
                    "actor"             | UNKNOWN
                    [1]                 | UNKNOWN
                    null                | UNKNOWN
                    """)
    void roleIsWhatTheRuleSaysIfItSaysOne(String said, Alert.Role role) {
        String line = COMPROMISED.replace("\"group_member_role\":[\"actor\"]", "\"group_member_role\":" + said);

        assertThat(new SuricataEve(LONGEST, "", List.of("10.77.3.3")).parse(bytes(line)))
                .extracting(event -> ((EveEvent.Alarm) event).alert().role())
                .isEqualTo(role);
    }

    @Test
    void whereTheRuleDoesNotSayAddressesTellTheRoleAndAForgeableSourceTellsNothing() {
        String line = COMPROMISED.replace(",\"group_member_role\":[\"actor\"]", "");

        assertThat(role(line)).isEqualTo(Alert.Role.UNKNOWN);
        assertThat(role(line, "10.77.3.3")).isEqualTo(Alert.Role.ACTOR);
        assertThat(role(line, "10.77.3.1")).isEqualTo(Alert.Role.VICTIM);
        assertThat(role(line, "10.77.3.1", "10.77.3.3")).isEqualTo(Alert.Role.UNKNOWN);
        assertThat(role(line, "10.77.3.9")).isEqualTo(Alert.Role.UNKNOWN);
        assertThat(role(line.replace("\"proto\":\"TCP\"", "\"proto\":\"UDP\""), "10.77.3.3"))
                .isEqualTo(Alert.Role.UNKNOWN);
        String targeted = line.replace(
                "\"severity\":1,",
                "\"severity\":1,\"source\":{\"ip\":\"10.77.3.1\"},\"target\":{\"ip\":\"10.77.3.3\"},");
        assertThat(role(targeted, "10.77.3.3")).isEqualTo(Alert.Role.VICTIM);
    }

    @Test
    void alertsAboutAnotherHostAreForeign() {
        assertThat(new SuricataEve(LONGEST, "dave", List.of()).parse(bytes(COMPROMISED)))
                .isEqualTo(new EveEvent.Foreign("carol"));
        assertThat(new SuricataEve(LONGEST, "carol", List.of()).parse(bytes(COMPROMISED)))
                .isInstanceOf(EveEvent.Alarm.class);
    }

    @Test
    void longPayloadDoesNotHideItsAlert() {
        String line =
                COMPROMISED.replace("\"stream\":1", "\"payload_more\":\"" + "x".repeat(200_000) + "\",\"stream\":1");

        assertThat(parse(line)).isInstanceOf(EveEvent.Alarm.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"alert\"",
                "17",
                "{}",
                "{\"event_type\":7}",
                "{\"event_type\":\"alert\"}",
                "{\"event_type\":\"alert\",\"alert\":[]}",
                "not json",
                "{\"event_type\":\"stats\"} {\"event_type\":\"stats\"}",
                "{\"event_type\":\"stats\",\"event_type\":\"alert\"}",
                "{\"event_type\":\"stats\"",
                "\u0000\u0001\u0002",
            })
    void whatIsNoLineOfEveIsBadAndNothingElse(String line) {
        assertThat(parse(line)).isInstanceOf(EveEvent.Bad.class);
    }

    @Test
    void brokenAlertsAreKnownToBeAlerts() {
        assertThat(parse(COMPROMISED.substring(0, 700))).extracting("alarming").isEqualTo(true);
        assertThat(parse(COMPROMISED.replace("\"signature_id\":9000101", "\"signature_id\":-1")))
                .extracting("alarming")
                .isEqualTo(true);
        assertThat(parse("{\"event_type\":\"stats\"")).extracting("alarming").isEqualTo(false);
    }

    @Test
    void bombsAreRefused() {
        assertThat(parse("{\"a\":" + "[".repeat(100_000))).isInstanceOf(EveEvent.Bad.class);
        assertThat(parse("{\"event_type\":\"stats\",\"n\":" + "9".repeat(100) + "}"))
                .isInstanceOf(EveEvent.Bad.class);
        assertThat(parse("{\"event_type\":\"stats\",\"n\":1e999999999}")).isInstanceOf(EveEvent.Other.class);
        assertThat(parse("[" + "1,".repeat(100_000) + "1]")).isInstanceOf(EveEvent.Bad.class);
        assertThat(parse("{\"" + "k".repeat(10_000) + "\":1}")).isInstanceOf(EveEvent.Bad.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-20T11:06:57.773683",
                "2026-11-20",
                "+999999999-11-20T11:06:57.773683+0000",
                "1960-11-20T11:06:57.773683+0000",
                "2026-02-30T11:06:57.773683+0000",
                "",
            })
    void alertWithoutAProperTimeIsBad(String timestamp) {
        String line = COMPROMISED.replaceFirst("2026-11-20T11:06:57.773683\\+0000", timestamp.replace("+", "\\+"));

        assertThat(parse(line)).isInstanceOf(EveEvent.Bad.class);
    }

    @Test
    void offsetsWithAndWithoutColonAreUnderstood() {
        for (String offset : List.of("+0100", "+01:00")) {
            assertThat(parse(COMPROMISED.replaceFirst("\\+0000", offset)))
                    .extracting("observed")
                    .isEqualTo(Instant.parse("2026-11-20T10:06:57.773Z"));
        }
    }

    /** Whatever happens to the bytes of an attempt, it does not become a success by an actor. */
    @Test
    void damagedVictimLineNeverThrowsAndNeverConvicts() {
        Random random = new Random(20261120);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            EveEvent event = eve.parse(damaged(bytes(i % 2 == 0 ? ATTEMPTED : HOSTILE), random));
            if (!(event instanceof EveEvent.Alarm alarm)) continue;
            read++;
            assertThat(alarm.alert().role()).isNotEqualTo(Alert.Role.ACTOR);
            assertThat(alarm.alert().outcome()).isNotEqualTo(Alert.Outcome.SUCCEEDED);
        }
        assertThat(read).as("damaged lines that were still alerts").isBetween(2_000, 18_000);
    }

    /** Flips, deletes, repeats and moves bytes. */
    private static byte[] damaged(byte[] line, Random random) {
        byte[] bytes = line.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = join(bytes, at, new byte[0], at + length);
                case 2 -> bytes = join(bytes, at, java.util.Arrays.copyOfRange(bytes, at, at + length), at);
                default -> System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] bytes, int to, byte[] middle, int from) {
        byte[] joined = new byte[to + middle.length + bytes.length - from];
        System.arraycopy(bytes, 0, joined, 0, to);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
        return joined;
    }

    private Alert.Role role(String line, String... addresses) {
        EveEvent event = new SuricataEve(LONGEST, "", List.of(addresses)).parse(bytes(line));
        return ((EveEvent.Alarm) event).alert().role();
    }

    private Alert alert(String line) {
        return ((EveEvent.Alarm) parse(line)).alert();
    }

    private EveEvent parse(String line) {
        return eve.parse(bytes(line));
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String withText(String line, String text) {
        return line.replace("GROUP member host returned root shell output", text);
    }
}

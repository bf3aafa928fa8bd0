package org.testudo.attackdetector.sensor;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a sensor reads, which an attacker has a hand in, for the fuzzer: its classes are of no use to others. */
public final class SensorDecoders {
    private static final SuricataEve EVE = new SuricataEve(1 << 20, "", List.of("10.0.0.3"));

    private SensorDecoders() {}

    /** A line of EVE; it is never refused, but counts as malformed. */
    public static byte[] eve(byte[] line) {
        EVE.parse(line);
        return line;
    }

    public static List<byte[]> samples() {
        String alert =
                "{\"timestamp\":\"2026-11-20T11:06:57.773683+0000\",\"event_type\":\"alert\",\"src_ip\":\"10.0.0.9\","
                        + "\"dest_ip\":\"10.0.0.3\",\"proto\":\"TCP\",\"alert\":{\"action\":\"allowed\",\"gid\":1,"
                        + "\"signature_id\":9000101,\"rev\":1,\"signature\":\"a shell\",\"category\":\"c\",\"severity\":1,"
                        + "\"metadata\":{\"testudo_outcome\":[\"succeeded\"],\"testudo_target\":[\"src_ip\"]}}}";
        return List.of(
                alert.getBytes(StandardCharsets.UTF_8), "{\"event_type\":\"stats\"}".getBytes(StandardCharsets.UTF_8));
    }
}

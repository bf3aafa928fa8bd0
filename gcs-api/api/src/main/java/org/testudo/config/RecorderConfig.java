package org.testudo.config;

/**
 * Whether a member records what happens to its cores, to be replayed when something went wrong. Payloads are in it.
 *
 * @param directory folder for recordings; empty: nothing is recorded
 * @param size bytes that all recordings in the folder may have; one takes up to half of them
 */
public record RecorderConfig(String directory, long size) {
    public RecorderConfig {
        Check.that(size >= 1 << 20, "recorder.size", "%d bytes; give 1MiB or more", size);
    }

    public static RecorderConfig defaults() {
        return new RecorderConfig("", 512L << 20);
    }
}

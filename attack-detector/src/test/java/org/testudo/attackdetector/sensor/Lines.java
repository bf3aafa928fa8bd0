package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Real lines among the test resources. */
final class Lines {
    private Lines() {}

    /** The one line of a resource, without its end. */
    static String resource(String name) {
        try (InputStream in = Lines.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

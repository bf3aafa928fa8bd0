package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.testudo.attackdetector.core.PlainText;

/**
 * Keeps lines that could not be read, for people to look at (AD-3). Bounded: when the file is full it is renamed to
 * {@code .old}, and the one before is forgotten. It may hold payloads, so only its owner may read it.
 */
final class Inspection {
    private static final int LONGEST = 4096;

    private final Path file;
    private final long most;

    /** @param most of one of the two files in bytes */
    Inspection(Path file, long most) {
        this.file = file;
        this.most = most;
    }

    /** Keeps the beginning of a line. That it cannot must not stop the sensor. */
    void keep(String reason, byte[] line) {
        String text = new String(line, 0, Math.min(line.length, LONGEST), StandardCharsets.UTF_8);
        String entry = PlainText.of(reason, 256) + " | " + text.replaceAll("\\p{Cntrl}", "?") + "\n";
        try {
            if (Files.notExists(file)) create();
            else if (Files.size(file) > most) startAnew();
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // A full disk: the line is counted all the same.
        }
    }

    private void startAnew() throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        create();
    }

    private void create() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }
}

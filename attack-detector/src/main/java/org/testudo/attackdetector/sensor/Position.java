package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.testudo.api.TestudoException;

/**
 * How far a sensor has come: all that it keeps on disk.
 *
 * @param boot the last boot under which it reported: the next one is higher, even if the clock was set back (AD-12)
 * @param savedAt of the last look, in milliseconds since 1970: what is not named here and has not changed since is done
 * @param files those not yet done with
 */
record Position(long boot, long savedAt, List<Place> files) {
    private static final String VERSION = "testudo-sensor-position 1";
    private static final int MOST_BYTES = 1 << 16;

    /** A file, and the offset behind the last line that is done. */
    record Place(FileId file, long offset) {}

    Position {
        files = List.copyOf(files);
    }

    /**
     * Reads what was saved.
     *
     * @return empty if nothing was
     * @throws TestudoException if the file is damaged or cannot be read
     */
    static Optional<Position> load(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(parse(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TestudoException(file + ": cannot be read (" + e + "); give this user access to it", e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TestudoException(
                    file
                            + ": is no position of a sensor; remove it, and the sensor begins at the end of its alert file",
                    e);
        }
    }

    private static Position parse(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(VERSION) || !lines[lines.length - 1].isEmpty())
            throw new IllegalArgumentException("cut off");
        List<Place> files = new ArrayList<>();
        for (int i = 3; i < lines.length - 1; i++) {
            String[] parts = lines[i].split(" ", -1);
            if (!parts[0].equals("file")) throw new IllegalArgumentException(lines[i]);
            FileId id = new FileId(parts[1], HexFormat.of().parseHex(parts[3]));
            files.add(new Place(id, count(parts[2])));
        }
        return new Position(value("boot ", lines[1]), value("saved ", lines[2]), files);
    }

    private static long value(String key, String line) {
        if (!line.startsWith(key)) throw new IllegalArgumentException(line);
        return count(line.substring(key.length()));
    }

    private static long count(String text) {
        long value = Long.parseLong(text);
        if (value < 0) throw new IllegalArgumentException(text);
        return value;
    }

    /** Saves it in one step: a crash leaves the old one or the new one. */
    void save(Path file) throws IOException {
        StringBuilder text = new StringBuilder(VERSION + "\nboot " + boot + "\nsaved " + savedAt + "\n");
        for (Place each : files) {
            text.append("file ")
                    .append(each.file.key())
                    .append(' ')
                    .append(each.offset)
                    .append(' ');
            text.append(HexFormat.of().formatHex(each.file.head())).append('\n');
        }
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

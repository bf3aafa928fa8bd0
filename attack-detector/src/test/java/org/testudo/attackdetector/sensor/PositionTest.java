package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.TestudoException;

class PositionTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("sensor.position");
    }

    @Test
    void whatIsSavedIsLoaded() throws IOException {
        FileId id = new FileId("(dev=1,ino=2)", new byte[] {1, -1});
        Position position = new Position(
                5, 6, List.of(new Position.Place(id, 7), new Position.Place(new FileId("k", new byte[0]), 0)));

        position.save(file);

        assertThat(Position.load(file)).contains(position);
        assertThat(directory).isDirectoryContaining("glob:**sensor.position").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void nothingSavedIsNoError() {
        assertThat(Position.load(file)).isEmpty();
    }

    @Test
    void damagedPositionIsAnErrorThatSaysWhatToDo() throws IOException {
        new Position(5, 6, List.of(new Position.Place(new FileId("k", new byte[0]), 7))).save(file);
        String whole = Files.readString(file);
        for (String damaged : List.of(
                "",
                "hello",
                whole.substring(0, whole.length() - 3),
                whole.replace("boot 5", "boot x"),
                whole.replace("file k 7", "file k -7"),
                whole + "more\n")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> Position.load(file))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContainingAll("sensor.position", "remove it");
        }
    }
}

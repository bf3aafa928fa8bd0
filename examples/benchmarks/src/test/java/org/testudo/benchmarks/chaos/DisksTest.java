package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheMembersDiskIsFullUntilItIsFreed() throws Exception {
        try (Disks disks = mounted()) {
            Path alice = disks.root().resolve("alice");
            Path bob = disks.root().resolve("bob");
            Files.write(alice.resolve("kept"), new byte[] {1});

            disks.fill("alice");

            assertThatThrownBy(() -> Files.write(alice.resolve("more"), new byte[8_192]))
                    .isInstanceOf(IOException.class);
            Files.write(bob.resolve("more"), new byte[8_192]);

            disks.free("alice");

            Files.write(alice.resolve("more"), new byte[8_192]);
            assertThat(alice.resolve("kept")).hasBinaryContent(new byte[] {1});
        }
    }

    @Test
    void nothingIsLeftOfThem() throws Exception {
        Disks disks = mounted();
        Files.write(disks.root().resolve("bob").resolve("journal"), new byte[10]);

        disks.keep(folder.resolve("journals"));
        disks.close();

        assertThat(disks.root()).doesNotExist();
        assertThat(folder.resolve("journals").resolve("bob").resolve("journal")).hasSize(10);
    }

    @Test
    void aNewDiskIsEmpty() throws Exception {
        Disks disks = Disks.shared(folder);
        Path set = Files.createDirectories(folder.resolve("alice").resolve("damaged-1"));
        Files.write(set.resolve("segment"), new byte[10]);

        disks.replace("alice");

        assertThat(folder.resolve("alice")).isEmptyDirectory();
        assertThat(disks.ownEach()).isFalse();
    }

    /** Else the fault would count, and nothing would have been lost. */
    @Test
    void aDiskThatIsNotThereIsNotReplaced() {
        assertThatThrownBy(() -> Disks.shared(folder).replace("carol"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("carol");
    }

    @Test
    void theDiskOfTheMachineIsNeverFilled() {
        Disks disks = Disks.shared(folder);

        assertThatThrownBy(() -> disks.fill("alice")).isInstanceOf(IllegalStateException.class);
        assertThat(folder).isEmptyDirectory();
    }

    private static Disks mounted() throws IOException {
        try {
            return Disks.mount(List.of("alice", "bob"));
        } catch (Shell.FailedException e) {
            return abort("SKIPPED: nothing can be mounted here: " + e.getMessage());
        }
    }
}

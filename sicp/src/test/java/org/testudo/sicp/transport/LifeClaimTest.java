package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;

/** G-1: a member that has lost its memory does not come back into the same life. */
class LifeClaimTest {
    private static final MemberId ALICE = new MemberId("alice");

    @TempDir
    private Path folder;

    @Test
    void fileStandsBesideTheStore() {
        assertThat(LifeClaim.beside(Path.of("keys/alice.p12"))).isEqualTo(Path.of("keys/alice.lives"));
        assertThat(LifeClaim.beside(Path.of("keys/alice"))).isEqualTo(Path.of("keys/alice.lives"));
    }

    @Test
    void eachLifeIsEnteredOnce() {
        Path file = folder.resolve("alice.lives");
        LifeClaim.enter(file, ALICE, life(1));
        LifeClaim.enter(file, ALICE, life(2));

        for (int number : new int[] {1, 2}) {
            assertThatThrownBy(() -> LifeClaim.enter(file, ALICE, life(number)))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContainingAll("group.life", "alice", "lost its memory", "fresh value");
        }
        assertThatCode(() -> LifeClaim.enter(file, ALICE, life(3))).doesNotThrowAnyException();
    }

    @Test
    void entryIsOnDisk() throws IOException {
        Path file = folder.resolve("alice.lives");
        LifeClaim.enter(file, ALICE, life(1));

        assertThat(Files.readAllLines(file))
                .singleElement()
                .asString()
                .startsWith(life(1).life().toHex());
    }

    @Test
    void twoProcessesDoNotEnterAtOnce() throws IOException {
        Path file = folder.resolve("alice.lives");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> LifeClaim.enter(file, ALICE, life(1)))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContainingAll("alice.lives", "in use");
        }
    }

    @Test
    void folderThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("missing").resolve("alice.lives");

        assertThatThrownBy(() -> LifeClaim.enter(file, ALICE, life(1)))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("alice.lives", "cannot be written");
    }

    private static GroupLife life(int number) {
        return new GroupLife(Digest.ZERO, Digest.of(new byte[] {(byte) number}));
    }
}

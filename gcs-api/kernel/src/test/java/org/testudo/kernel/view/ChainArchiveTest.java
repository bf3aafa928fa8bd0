package org.testudo.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.VerifiedChain.Step;
import org.testudo.kernel.wire.MalformedException;

/** A file of a chain proves what it did when it was written, or nothing, and hostile bytes are no surprise (GM-5). */
class ChainArchiveTest {
    private static final int COUNT_AT = 8 + 2 + Digest.LENGTH;

    private final PaperChain paper = new PaperChain(4, FaultModel.BYZANTINE);
    private final byte[] file = paper.archive(3).encode();

    @Test
    void whatWasWrittenIsReadAndVerified() throws MalformedException {
        ChainArchive read = ChainArchive.decode(file);

        assertThat(read).isEqualTo(paper.archive(3));
        assertThat(read.encode()).isEqualTo(file);
        assertThat(read.verify(paper.genesis, PaperChain.VERIFIER))
                .hasSize(3)
                .allMatch(Step::holds)
                .extracting(step -> step.record().id())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void theFirstViewThatDoesNotHoldIsTheLastOneLookedAt() {
        List<ViewCertificate> certificates = paper.certificates(3);
        ViewCertificate second = certificates.get(1);
        ViewCertificate fewer =
                new ViewCertificate(second.record(), second.signatures().subList(0, 2));
        ChainArchive archive =
                new ChainArchive(paper.genesis.digest(), List.of(certificates.get(0), fewer, certificates.get(2)));

        assertThat(archive.verify(paper.genesis, PaperChain.VERIFIER))
                .extracting(Step::holds)
                .containsExactly(true, false);
    }

    @Test
    void theChainOfAnotherGroupProvesNothing() {
        Genesis other = new PaperChain(4, FaultModel.BYZANTINE, "other").genesis;

        assertThat(paper.archive(3).verify(other, PaperChain.VERIFIER))
                .singleElement()
                .satisfies(step -> assertThat(step.flaw().orElseThrow()).contains("another genesis"));
    }

    @Test
    void aFileCutShortAnywhereSaysSo() {
        for (int length = 8; length < file.length; length++) {
            byte[] part = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> ChainArchive.decode(part))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("cut short");
        }
    }

    @Test
    void anyByteThatIsFlippedIsFound() {
        for (int at = 0; at < file.length; at++) {
            byte[] flipped = flipped(at);
            assertThatThrownBy(() -> ChainArchive.decode(flipped)).isInstanceOf(MalformedException.class);
        }
    }

    /** The check sum is no secret: who forges a file mends it. With just enough signatures, no byte is without meaning. */
    @Test
    void aFlippedByteUnderAMendedCheckSumStillProvesNothing() {
        int refused = 0;
        for (int at = 0; at < file.length - Digest.LENGTH; at++) {
            Optional<ChainArchive> read = read(mended(flipped(at)));
            if (read.isEmpty()) continue;
            refused++;
            assertThat(read.get().verify(paper.genesis, PaperChain.VERIFIER))
                    .as("byte %s", at)
                    .anyMatch(step -> !step.holds());
        }
        assertThat(refused).as("files that are well-formed").isGreaterThan(500);
    }

    @Test
    void noiseProvesNothingAndIsRefusedInWords() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = file.clone();
            for (int j = 0; j < 4; j++) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            boolean proves = read(mended(noise))
                    .map(it -> it.verify(paper.genesis, PaperChain.VERIFIER))
                    .filter(steps -> steps.stream().allMatch(Step::holds))
                    .isPresent();
            boolean spared = Arrays.equals(mended(noise), file);
            assertThat(proves).isEqualTo(spared);
        }
    }

    @Test
    void aCountThatLiesIsRefusedBeforeAnythingIsKept() {
        for (int count : List.of(-1, 0, 4, ChainArchive.MAX_VIEWS, ChainArchive.MAX_VIEWS + 1, Integer.MAX_VALUE)) {
            byte[] lying = file.clone();
            ByteBuffer.wrap(lying).putInt(COUNT_AT, count);
            assertThatThrownBy(() -> ChainArchive.decode(mended(lying))).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void otherFilesAndOtherVersionsAreNamed() {
        byte[] version = file.clone();
        version[9] = 2;

        assertThatThrownBy(() -> ChainArchive.decode(new byte[0])).hasMessageContaining("no file of a chain");
        assertThatThrownBy(() -> ChainArchive.decode(new byte[1000])).hasMessageContaining("no file of a chain");
        assertThatThrownBy(() -> ChainArchive.decode(version)).hasMessageContaining("version 2, this program reads 1");
        assertThatThrownBy(() -> ChainArchive.decode(mended(Arrays.copyOf(file, file.length + 1))))
                .hasMessageContaining("left over");
        assertThatThrownBy(() -> new ChainArchive(Digest.ZERO, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] flipped(int at) {
        byte[] flipped = file.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] mended(byte[] bytes) {
        byte[] content = Arrays.copyOf(bytes, bytes.length - Digest.LENGTH);
        byte[] mended = Arrays.copyOf(content, bytes.length);
        System.arraycopy(Digest.of(content).toBytes(), 0, mended, content.length, Digest.LENGTH);
        return mended;
    }

    private static Optional<ChainArchive> read(byte[] bytes) {
        try {
            return Optional.of(ChainArchive.decode(bytes));
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }
}

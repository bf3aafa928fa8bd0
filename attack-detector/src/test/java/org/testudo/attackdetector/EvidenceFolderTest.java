package org.testudo.attackdetector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.WireWriter;

/** AD-10: what a member holds against another can be judged by others, from a file. */
class EvidenceFolderTest {
    @TempDir
    private Path directory;

    private static Contradiction evidence(int slot) {
        return evidence("carol", slot);
    }

    private static Contradiction evidence(String accused, int slot) {
        GroupLife life = new GroupLife(Digest.ZERO, Digest.of(new byte[] {1}));
        var header = new StatementHeader.ViewBound(life, 3, 0, slot, StatementTypes.COMMIT);
        Principal signer = Principal.of(new MemberId(accused));
        Signature signature = Signature.fromBytes(new byte[Signature.LENGTH]);
        return new Contradiction(
                new Claim.SignedBy(signer, header, new byte[] {1}, signature),
                new Claim.SignedBy(signer, header, new byte[] {2}, signature));
    }

    private List<Path> keep(Path folder, Contradiction... evidence) throws IOException {
        EvidenceFolder kept = new EvidenceFolder(folder);
        for (Contradiction each : evidence) kept.keep(each);
        kept.close();
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void evidenceIsKeptOnceInAFileThatSaysWhatItIs() throws Exception {
        List<Path> files = keep(directory.resolve("new"), evidence(1), evidence(1), evidence(2));

        assertThat(files)
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.getFileName().toString())
                        .startsWith("carol-contradiction-view-3-")
                        .endsWith(EvidenceFolder.SUFFIX));
        byte[] read = WireWriter.bytes(
                EvidenceArchive.decode(Files.readAllBytes(files.get(0))).evidence()::write);
        assertThat(Stream.of(evidence(1), evidence(2)).map(each -> WireWriter.bytes(each::write)))
                .anyMatch(each -> Arrays.equals(each, read));
    }

    /** AB-31: whoever makes evidence without end fills no disk. */
    @Test
    void folderHasABound() throws Exception {
        for (int i = 0; i < EvidenceFolder.MOST; i++) {
            Files.createFile(directory.resolve(i + EvidenceFolder.SUFFIX));
        }

        assertThat(keep(directory, evidence(1))).hasSize(EvidenceFolder.MOST);
    }

    /** Whoever is out already may make evidence against itself without end: there is room left for its accomplices'. */
    @Test
    void oneMemberDoesNotFillIt() throws Exception {
        Contradiction[] many = new Contradiction[EvidenceFolder.MOST_OF_ONE + 5];
        for (int i = 0; i < many.length; i++) many[i] = evidence("carol-2", i);
        assertThat(keep(directory, many)).hasSize(EvidenceFolder.MOST_OF_ONE);

        assertThat(keep(directory, evidence("carol", 1))).hasSize(EvidenceFolder.MOST_OF_ONE + 1);
    }
}

package org.testudo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.TestudoException;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Recovery;
import org.testudo.sicp.credentials.RecoveryFile;
import picocli.CommandLine.Option;

/**
 * States that an operator has at hand, of journals or of other files that somebody has prepared: none may be later than the one that is to be
 * signed. A file proves which state it has, and that a quorum has signed it; that there is no later one nothing can prove (GM-22).
 */
final class OtherStates {
    @Option(
            names = "--against",
            paramLabel = "JOURNAL",
            description =
                    "What FILE must not be older than: a member's journal that you have, or another such FILE; may be repeated.")
    private List<Path> others = new ArrayList<>();

    @Option(
            names = "--chain",
            paramLabel = "FILE",
            description = "What 'view save' wrote, for such journals; may be repeated.")
    private List<Path> chains = new ArrayList<>();

    /**
     * @param file holds what is to be signed
     * @param ended genesis of the life that ends, by the operator's own configuration
     * @throws TestudoException if one of them has a later state, or cannot be compared
     */
    void requireNoneIsLater(Path file, Recovery signed, Genesis ended) {
        StateSearch search = new StateSearch(ended)
                .look(others.stream().filter(Files::isDirectory).toList(), chains);
        for (Path each : others) {
            if (!Files.isDirectory(each)) requireNotLater(file, signed, each, archived(each, ended));
        }
        for (StateSearch.Finding each : search.findings()) {
            Optional<String> flaw = each.flaw();
            if (flaw.isPresent()) throw incomparable(each.folder(), flaw.get());
            requireNotLater(
                    file,
                    signed,
                    each.folder(),
                    new State(each.life(), each.state().slot()));
        }
    }

    private record State(GroupLife life, long slot) {}

    private static State archived(Path other, Genesis ended) {
        RecoveryArchive archive = RecoveryFile.read(other);
        Optional<String> flaw = archive.ofAnother(ended);
        if (flaw.isEmpty()) flaw = archive.under(ended).flaw(new OfflineVerifier());
        if (flaw.isPresent()) throw incomparable(other, flaw.get());
        return new State(archive.statement().ended(), archive.statement().slot());
    }

    private static void requireNotLater(Path file, Recovery signed, Path other, State state) {
        if (!state.life.equals(signed.ended()))
            throw incomparable(
                    other,
                    "it is of life " + state.life.life() + ", " + file + " ends life "
                            + signed.ended().life());
        if (state.slot > signed.slot())
            throw new TestudoException(file + ": it begins from the state after slot " + signed.slot() + ", and "
                    + other + " has that after slot " + state.slot
                    + ", which a quorum has signed as well: what came between would be lost. Have it prepared again, with"
                    + " --from the journal of the later state; nothing was signed");
    }

    private static TestudoException incomparable(Path other, String flaw) {
        return new TestudoException(
                other + ": " + RecoverCommand.printable(flaw)
                        + "; so it cannot be compared, and nothing was signed. Leave it out of --against if it is of no account");
    }
}

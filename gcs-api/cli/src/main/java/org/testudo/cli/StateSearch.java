package org.testudo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.abcast.core.JournalledState;
import org.testudo.api.TestudoException;
import org.testudo.kernel.recovery.CertifiedState;
import org.testudo.kernel.recovery.GatheredViews;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.stack.Ids;
import org.testudo.stack.journal.JournalEntry;
import org.testudo.stack.journal.SavedJournal;

/** Looks in journals for the highest state that a quorum has signed, and believes none of them (GM-22). */
final class StateSearch {
    /**
     * What one journal has.
     *
     * @param member whose it is; empty if that cannot be told
     * @param found its last state; empty if there is none, or it is not proved
     * @param flaw why there is none; empty if there is one
     */
    record Finding(
            Path folder,
            String member,
            Optional<JournalledState> found,
            GroupLife life,
            int signed,
            Optional<String> flaw) {
        private static Finding flawed(Path folder, String member, String flaw) {
            return new Finding(folder, member, Optional.empty(), NO_LIFE, 0, Optional.of(flaw));
        }

        boolean proved() {
            return flaw.isEmpty();
        }

        CertifiedState state() {
            return found.orElseThrow().state();
        }
    }

    private static final GroupLife NO_LIFE = new GroupLife(Digest.ZERO, Digest.ZERO);

    private final Genesis genesis;
    private final OfflineVerifier verifier = new OfflineVerifier();
    private final GatheredViews views = new GatheredViews();
    private final Map<Path, Finding> read = new LinkedHashMap<>();
    private final Map<Path, Digest> owners = new LinkedHashMap<>();

    /** @param genesis of the life in which the journals were written */
    StateSearch(Genesis genesis) {
        this.genesis = genesis;
    }

    /** Looks at these; the chains of views are saved ones, for views whose certificates no journal has. */
    StateSearch look(List<Path> folders, List<Path> chains) {
        for (Path each : chains) {
            ChainArchive chain =
                    SavedFile.read(each, ChainArchive.MAX_BYTES, ChainArchive::decode, "'testudo view save'");
            views.add(chain.certificates());
        }
        for (Path each : folders) read.put(each, read(each));
        read.values().forEach(each -> each.found().ifPresent(it -> views.add(it.views())));
        read.replaceAll((folder, each) -> hinted(judged(each)));
        return this;
    }

    private Finding read(Path folder) {
        SavedJournal journal;
        try {
            journal = SavedJournal.read(folder);
        } catch (TestudoException e) {
            return Finding.flawed(folder, "", e.getMessage());
        }
        String member = journal.owner().member().name();
        owners.put(folder, journal.owner().genesis());
        List<byte[]> entries = journal.entries().stream()
                .filter(each -> each.type() == Ids.ABCAST)
                .map(JournalEntry::content)
                .toList();
        try {
            return JournalledState.of(entries, genesis.forming())
                    .map(it -> new Finding(
                            folder,
                            member,
                            Optional.of(it),
                            it.views().get(0).record().life(),
                            0,
                            Optional.empty()))
                    .orElseGet(() -> Finding.flawed(
                            folder,
                            member,
                            "it holds no state: no checkpoint had become stable (group.ordering.checkpoint-interval), or the"
                                    + " application has no Snapshots"));
        } catch (MalformedException e) {
            return Finding.flawed(folder, member, "an entry cannot be read (" + e.getMessage() + ")");
        }
    }

    private Finding judged(Finding finding) {
        if (finding.found().isEmpty()) return finding;
        CertifiedState state = finding.state();
        GatheredViews.Proved proved = views.prove(genesis, finding.life(), verifier);
        Optional<ViewRecord> record = proved.record(state.view());
        if (record.isEmpty())
            return without(
                    finding,
                    0,
                    "its state after slot " + state.slot() + " is signed in view " + state.view()
                            + ", and the views are proved up to "
                            + proved.certificates().size() + " only ("
                            + proved.end()
                            + "); add other members' journals, or --chain with what 'testudo view save' wrote");
        int signed = state.signed(record.get(), verifier);
        int needed = record.get().quorum().intersecting();
        if (signed < needed)
            return without(
                    finding,
                    signed,
                    "its state after slot " + state.slot() + " is signed by " + signed + " seats of view "
                            + state.view() + ", " + needed + " are needed");
        if (!state.whole())
            return without(finding, signed, "a share of its state is missing or another than was signed");
        return new Finding(
                finding.folder(), finding.member(), finding.found(), finding.life(), signed, Optional.empty());
    }

    /**
     * Whose journal it says it is proves nothing, and refuses nothing: that of a pardoned member names its key as well. But where
     * nothing is proved it may be the reason.
     */
    private Finding hinted(Finding finding) {
        Digest owner = owners.getOrDefault(finding.folder(), genesis.digest());
        if (finding.proved() || owner.equals(genesis.digest())) return finding;
        String hint = "; it is of genesis " + owner + ", the configuration describes " + genesis.digest()
                + ": look whether that is the one of its life";
        return without(finding, finding.signed(), finding.flaw().orElseThrow() + hint);
    }

    /** Of how many seats the group was in the highest view that is proved: operators may have resized it (GM-3). */
    Quorum quorum() {
        List<GatheredViews.Proved> lives = read.values().stream()
                .filter(each -> each.found().isPresent())
                .map(Finding::life)
                .distinct()
                .map(this::proved)
                .toList();
        return GatheredViews.highest(lives).map(ViewRecord::quorum).orElse(genesis.quorum());
    }

    private static Finding without(Finding finding, int signed, String flaw) {
        return new Finding(
                finding.folder(), finding.member(), finding.found(), finding.life(), signed, Optional.of(flaw));
    }

    /** In the order in which they were named. */
    List<Finding> findings() {
        return new ArrayList<>(read.values());
    }

    /** The highest that is proved; empty if none is, or if there are some of several lives. */
    Optional<Finding> highest() {
        return lives().size() > 1
                ? Optional.empty()
                : read.values().stream()
                        .filter(Finding::proved)
                        .max(Comparator.comparingLong(each -> each.state().slot()));
    }

    /** The lives of which a state is proved. */
    List<GroupLife> lives() {
        return read.values().stream()
                .filter(Finding::proved)
                .map(Finding::life)
                .distinct()
                .toList();
    }

    /** The last slot that any of these journals holds as decided in the life of this one; nobody signed a state after it. */
    long decided(Finding highest) {
        return read.values().stream()
                .filter(each -> each.found().isPresent() && each.life().equals(highest.life()))
                .mapToLong(each -> each.found().orElseThrow().decided())
                .max()
                .orElse(0);
    }

    /** What proves the views of this life. */
    GatheredViews.Proved proved(GroupLife life) {
        return views.prove(genesis, life, verifier);
    }
}

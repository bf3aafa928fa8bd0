package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.statement.Digest;
import org.testudo.stack.journal.FileJournal;
import org.testudo.stack.journal.JournalOwner;

/** AB-9: the disk holds what a layer still needs, and not much more; each layer is given its own. */
class DiskTest {
    private static final int ORDERING = 1;
    private static final int MEMBERSHIP = 2;
    private static final int LARGE = 4 << 20;
    private static final JournalOwner OWNER =
            new JournalOwner(Digest.of(out -> out.writeText("genesis")), new MemberId("alice"));

    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
    private long entries;

    private Disk open(FileJournal journal) {
        Disk disk = new Disk(Optional.of(journal), List.of(1_000, 1_001, 1_002));
        disk.start(() -> {}, failure -> {
            throw new AssertionError(failure);
        });
        return disk;
    }

    private FileJournal journal() {
        FileJournal journal = FileJournal.open(folder.resolve("journal"), OWNER, () -> 7);
        if (!journal.resumed()) journal.keys().save(new byte[] {1});
        return journal;
    }

    /** Waits until it is durable, and does what is to be done then. */
    private void persist(Disk disk, int layer, int length, EntryRole role) throws InterruptedException {
        byte[] content = new byte[length];
        content[0] = (byte) entries;
        Action.Persist<Object> entry = new Action.Persist<>(new EntryId(entries++), content, role);
        disk.persist(layer, entry, (answer, then) -> loop.add(then));
        Runnable then = loop.poll(20, TimeUnit.SECONDS);
        assertThat(then).as("durable").isNotNull();
        then.run();
    }

    /** First bytes of the entries of each layer that a start finds. */
    private Map<Integer, List<Integer>> found() {
        FileJournal journal = journal();
        Disk disk = open(journal);
        Map<Integer, List<Integer>> found = new TreeMap<>();
        disk.restore((layer, event) -> {
            List<Integer> firsts = new ArrayList<>();
            for (byte[] each : ((Event.Restored<?>) event).entries()) firsts.add((int) each[0]);
            found.put(layer, firsts);
        });
        disk.close();
        return found;
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            return files.filter(each -> each.getFileName().toString().startsWith("segment-"))
                    .count();
        }
    }

    /** GM-23: who has left for good comes back as another start, which a journal would not let it be. */
    @Test
    void whoHasRetiredLeavesNoJournalToGoOnWith() throws Exception {
        Disk disk = open(journal());
        persist(disk, ORDERING, 10, EntryRole.ADDS);
        disk.retired();
        disk.close();

        FileJournal next = FileJournal.open(folder.resolve("journal"), OWNER, () -> 8);
        assertThat(next.resumed()).isFalse();
        assertThat(next.incarnation()).isEqualTo(8);
        next.close();
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            assertThat(files.map(each -> each.getFileName().toString())).anyMatch(name -> name.startsWith("retired-"));
        }
    }

    @Test
    void eachLayerIsGivenItsOwn() throws Exception {
        Disk disk = open(journal());
        persist(disk, ORDERING, 10, EntryRole.ADDS);
        persist(disk, MEMBERSHIP, 10, EntryRole.ADDS);
        persist(disk, ORDERING, 10, EntryRole.ADDS);
        disk.close();

        assertThat(found()).isEqualTo(Map.of(0, List.of(), ORDERING, List.of(0, 2), MEMBERSHIP, List.of(1)));
    }

    @Test
    void whatABaseStandsForIsDeleted() throws Exception {
        Disk disk = open(journal());
        for (int i = 0; i < 10; i++) persist(disk, ORDERING, LARGE, EntryRole.ADDS);
        long before = segments();
        persist(disk, ORDERING, 10, EntryRole.BEGINS);
        persist(disk, ORDERING, 10, EntryRole.ADDS);
        assertThat(segments()).isEqualTo(before).isGreaterThan(2);

        persist(disk, ORDERING, 10, EntryRole.COMPLETES);
        persist(disk, ORDERING, 10, EntryRole.ADDS); // durable after the floor, and so after the deletion
        disk.close();

        assertThat(segments()).isLessThan(before);
        assertThat(found().get(ORDERING)).endsWith(10, 11, 12, 13).hasSizeLessThan(9);
    }

    /** A layer above that has not written its own again still needs its old ones. */
    @Test
    void nothingIsDeletedThatAnotherLayerNeeds() throws Exception {
        Disk disk = open(journal());
        persist(disk, MEMBERSHIP, 10, EntryRole.ADDS);
        for (int i = 0; i < 10; i++) persist(disk, ORDERING, LARGE, EntryRole.ADDS);
        persist(disk, ORDERING, 10, EntryRole.BEGINS);
        persist(disk, ORDERING, 10, EntryRole.COMPLETES);
        persist(disk, ORDERING, 10, EntryRole.ADDS);
        long before = segments();
        assertThat(before).isGreaterThan(2);

        persist(disk, MEMBERSHIP, 10, EntryRole.REPLACES);
        persist(disk, ORDERING, 10, EntryRole.ADDS);
        disk.close();

        assertThat(segments()).isLessThan(before);
        assertThat(found().get(MEMBERSHIP)).endsWith(14);
    }

    /** The next start still needs what the last one left, until it has made a base of its own. */
    @Test
    void whatWasRestoredIsKeptUntilItIsReplaced() throws Exception {
        Disk first = open(journal());
        for (int i = 0; i < 10; i++) persist(first, ORDERING, LARGE, EntryRole.ADDS);
        first.close();
        Disk second = open(journal());
        second.restore((layer, event) -> {});
        persist(second, MEMBERSHIP, 10, EntryRole.REPLACES);
        persist(second, ORDERING, 10, EntryRole.ADDS);
        second.close();

        assertThat(found().get(ORDERING)).hasSize(11);
    }

    @Test
    void withoutAJournalAnEntryLastsAtOnce() {
        Disk disk = new Disk(Optional.empty(), List.of(1_000));
        List<Object> answers = new ArrayList<>();

        disk.persist(0, new Action.Persist<>(new EntryId(3), new byte[0]), (answer, then) -> answers.add(answer));

        assertThat(answers).containsExactly(new Event.Persisted<>(new EntryId(3)));
    }
}

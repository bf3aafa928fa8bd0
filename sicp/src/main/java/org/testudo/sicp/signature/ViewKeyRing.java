package org.testudo.sicp.signature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Statement;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.stack.MemberKeys;

/**
 * A member's private keys: its statement key, and one key for each view ahead and in force (GM-11), in memory, and with a journal
 * in a file of its own, so that a start that goes on has them again (AB-25). A key that has served its view is overwritten, and
 * nothing can be signed for that view any more, so that a member that is compromised later cannot speak in views that it has left.
 * Safe for use by several threads.
 */
public final class ViewKeyRing implements MemberKeys {
    /** The most keys announced and not yet in use. */
    static final int MAX_AHEAD = 256;

    /** Where the view keys are kept; what was kept before is gone afterwards. */
    @FunctionalInterface
    public interface Store {
        /** @throws org.testudo.api.TestudoException if they cannot be kept: none of them may then be announced */
        void save(byte[] keys);
    }

    private static final int SEED = 32;

    private final MemberId self;
    private final StatementKeyPair statementKeys;

    /** Announced, but of no view yet. */
    private final Map<StatementKey, StatementKeyPair> ahead = new LinkedHashMap<>();

    /** By view; a view that is missing has been erased or never had a key. */
    private final Map<Long, StatementKeyPair> serving = new LinkedHashMap<>();

    /** No view up to this one may get a key again. */
    private long erasedUpTo = -1;

    private final Store store;
    private List<StatementKey> firstKeys = List.of();

    /** What was made last. */
    private List<StatementKey> latest = List.of();

    /** Whether these were made by a former start, which may have ended before it announced them. */
    private boolean unannounced;

    /** A ring without view keys, in memory only. */
    public ViewKeyRing(MemberId self, StatementKeyPair statementKeys) {
        this(self, statementKeys, saved -> {});
    }

    private ViewKeyRing(MemberId self, StatementKeyPair statementKeys, Store store) {
        this.self = self;
        this.statementKeys = statementKeys;
        this.store = store;
        serving.put(0L, statementKeys);
    }

    /** The ring of a new incarnation, with the view keys that it announces first; they are kept on return. */
    public static ViewKeyRing begin(MemberId self, StatementKeyPair statementKeys, Store store) {
        ViewKeyRing ring = new ViewKeyRing(self, statementKeys, store);
        ring.firstKeys = ring.newViewKeys(Command.MAX_KEYS);
        ring.save();
        return ring;
    }

    /**
     * The ring as it was when it was saved last; the views that it installs say again which key serves which of them.
     *
     * @throws IllegalArgumentException if these bytes are no saved keys
     */
    public static ViewKeyRing goOn(MemberId self, StatementKeyPair statementKeys, byte[] saved, Store store) {
        ViewKeyRing ring = new ViewKeyRing(self, statementKeys, store);
        try {
            WireReader.whole(saved, in -> {
                ring.firstKeys = in.readList(Command.MAX_KEYS, StatementKey::read);
                ring.latest = in.readList(MAX_AHEAD, StatementKey::read);
                ring.unannounced = true;
                return in.readList(2 * MAX_AHEAD, each -> ring.take(each.readFixed(SEED)));
            });
        } catch (MalformedException e) {
            throw new IllegalArgumentException("saved view keys cannot be read: " + e.getMessage(), e);
        }
        return ring;
    }

    private StatementKeyPair take(byte[] seed) {
        StatementKeyPair pair = StatementKeyPair.fromSeed(seed);
        ahead.put(pair.key(), pair);
        return pair;
    }

    /** Public halves of the view keys that this incarnation announced first. */
    public synchronized List<StatementKey> firstKeys() {
        return firstKeys;
    }

    private void save() {
        List<byte[]> seeds = Stream.concat(ahead.values().stream(), serving.values().stream())
                .filter(pair -> pair != statementKeys)
                .flatMap(pair -> pair.seed().stream())
                .toList();
        byte[] content = WireWriter.bytes(out -> out.writeList(firstKeys, (key, to) -> key.write(to))
                .writeList(latest, (key, to) -> key.write(to))
                .writeList(seeds, (seed, to) -> to.writeFixed(seed)));
        try {
            store.save(content);
        } finally {
            seeds.forEach(seed -> Arrays.fill(seed, (byte) 0));
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>What a former start made last and no view has begun to use it may not have announced: these come again, so that starts
     * that end early pile up no keys. Had they been announced, some of them would be in use, or none would be wanted.
     */
    @Override
    public synchronized List<StatementKey> newViewKeys(int count) {
        boolean again = unannounced && latest.size() <= count && ahead.keySet().containsAll(latest);
        unannounced = false;
        if (again && !latest.isEmpty()) return latest;
        Invariant.check(count >= 0 && ahead.size() + count <= MAX_AHEAD, "%s more keys than %s", count, ahead.size());
        List<StatementKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StatementKeyPair pair = StatementKeyPair.generate();
            ahead.put(pair.key(), pair);
            keys.add(pair.key());
        }
        latest = List.copyOf(keys);
        save();
        return latest;
    }

    @Override
    public synchronized void installed(ViewRecord view) {
        if (view.id() <= erasedUpTo || serving.containsKey(view.id())) return;
        view.occupant(self)
                .flatMap(Occupant::viewKey)
                .map(ahead::remove)
                .ifPresent(pair -> serving.put(view.id(), pair));
    }

    @Override
    public synchronized void erase(long view) {
        erasedUpTo = Math.max(erasedUpTo, view);
        serving.entrySet().removeIf(each -> {
            boolean retired = each.getKey() <= view;
            if (retired && each.getValue() != statementKeys) each.getValue().erase();
            return retired;
        });
        save();
    }

    @Override
    public Optional<Signature> sign(StatementHeader header, byte[] body) {
        return pairFor(header).flatMap(pair -> pair.sign(header.statement(body)));
    }

    @Override
    public List<Optional<Signature>> signAll(List<Statement> statements) {
        Map<StatementKeyPair, List<Integer>> byKey = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            int place = i;
            pairFor(statements.get(i).header())
                    .ifPresent(pair ->
                            byKey.computeIfAbsent(pair, it -> new ArrayList<>()).add(place));
        }
        List<Optional<Signature>> signatures =
                new ArrayList<>(Collections.nCopies(statements.size(), Optional.empty()));
        byKey.forEach((pair, places) -> {
            List<byte[]> batch =
                    places.stream().map(place -> statements.get(place).bytes()).toList();
            pair.signAll(batch).ifPresent(made -> {
                for (int i = 0; i < made.size(); i++) signatures.set(places.get(i), Optional.of(made.get(i)));
            });
        });
        return signatures;
    }

    private synchronized Optional<StatementKeyPair> pairFor(StatementHeader header) {
        if (header instanceof StatementHeader.ViewBound bound) return Optional.ofNullable(serving.get(bound.view()));
        boolean own = header instanceof StatementHeader.ViewFree free
                && free.origin().principal().equals(Principal.of(self))
                && free.origin().key().equals(statementKeys.key());
        return own ? Optional.of(statementKeys) : Optional.empty();
    }

    @Override
    public synchronized String toString() {
        return "keys of " + self + ": " + ahead.size() + " ahead, views " + serving.keySet();
    }
}

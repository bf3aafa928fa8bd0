package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testudo.abcast.core.ChunkFetch.Piece;
import org.testudo.api.MemberId;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.MerkleTree;

/**
 * A certified state that is being fetched, chunk by chunk, from all who offer it (AB-8). Each piece is asked of one server at
 * a time; whoever is slow is passed over, and who sends a false piece is asked no more.
 */
final class StateTarget {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private record Asked(MemberId server, Duration at) {}

    private final Stable offer;
    private final List<byte[][]> held = new ArrayList<>();
    private final Deque<Piece> missing = new ArrayDeque<>();
    private final Map<Piece, Asked> asked = new LinkedHashMap<>();
    private final Set<MemberId> servers = new LinkedHashSet<>();
    private final Set<MemberId> liars = new LinkedHashSet<>();
    private Duration lastPiece;
    private int left;

    StateTarget(Stable offer, Duration now) {
        this.offer = offer;
        lastPiece = now;
        for (int part = 0; part < offer.manifest().parts().size(); part++) {
            int chunks = offer.manifest().parts().get(part).chunks();
            held.add(new byte[chunks][]);
            for (int index = 0; index < chunks; index++) missing.add(new Piece(part, index));
        }
        left = missing.size();
    }

    Stable offer() {
        return offer;
    }

    Digest state() {
        return offer.certificate().content().state();
    }

    long slot() {
        return offer.slot();
    }

    /** Another member offers the same state. */
    void offeredBy(MemberId server) {
        if (!liars.contains(server)) servers.add(server);
    }

    /** Nothing has come for long: whoever offered it may have moved on to a later state. */
    boolean stalled(Duration now) {
        return now.minus(lastPiece).compareTo(PATIENCE.multipliedBy(3)) > 0;
    }

    boolean complete() {
        return left == 0;
    }

    /** What to ask of whom now. */
    Map<MemberId, List<Piece>> toAsk(Duration now) {
        passOverTheSlow(now);
        Map<MemberId, List<Piece>> all = new LinkedHashMap<>();
        for (MemberId server : servers) {
            long underWay = asked.values().stream()
                    .filter(each -> each.server.equals(server))
                    .count();
            List<Piece> pieces = new ArrayList<>();
            while (underWay == 0 && pieces.size() < ChunkFetch.MAX && !missing.isEmpty()) {
                Piece piece = missing.remove();
                if (!isHeld(piece)) pieces.add(piece);
            }
            pieces.forEach(each -> asked.put(each, new Asked(server, now)));
            if (!pieces.isEmpty()) all.put(server, pieces);
        }
        return all;
    }

    private void passOverTheSlow(Duration now) {
        Set<MemberId> slow = new LinkedHashSet<>();
        asked.entrySet().removeIf(each -> {
            boolean late = now.minus(each.getValue().at).compareTo(PATIENCE) >= 0;
            if (late) {
                slow.add(each.getValue().server);
                missing.addFirst(each.getKey());
            }
            return late;
        });
        slow.forEach(
                each -> { // asked last from here on
                    if (servers.remove(each)) servers.add(each);
                });
    }

    private boolean isHeld(Piece piece) {
        return held.get(piece.part())[piece.index()] != null;
    }

    /** Takes a piece; false if its server is found to lie. What it sends from then on counts for nothing, and tells nothing new. */
    boolean take(MemberId from, Chunk chunk, Duration now) {
        if (liars.contains(from)) return true;
        Piece piece = chunk.piece();
        boolean sensible = piece.part() < held.size() && piece.index() < held.get(piece.part()).length;
        if (!sensible || !genuine(chunk)) {
            refuse(from);
            return false;
        }
        asked.remove(piece);
        if (isHeld(piece)) return true;
        held.get(piece.part())[piece.index()] = chunk.bytes();
        lastPiece = now;
        left--;
        return true;
    }

    private boolean genuine(Chunk chunk) {
        Manifest.Part part = offer.manifest().parts().get(chunk.piece().part());
        int index = chunk.piece().index();
        long begins = (long) index * Snapshot.CHUNK_BYTES;
        boolean whole = chunk.bytes().length == Math.min(Snapshot.CHUNK_BYTES, part.bytes() - begins);
        return whole && MerkleTree.holds(chunk.bytes(), index, part.chunks(), chunk.path(), part.root());
    }

    private void refuse(MemberId liar) {
        servers.remove(liar);
        liars.add(liar);
        asked.entrySet().removeIf(each -> {
            boolean its = each.getValue().server.equals(liar);
            if (its) missing.addFirst(each.getKey());
            return its;
        });
    }

    /** The shares, when all pieces are held. */
    SortedMap<String, Snapshot> shares() {
        SortedMap<String, Snapshot> shares = new TreeMap<>();
        for (int part = 0; part < held.size(); part++) {
            String holder = offer.manifest().parts().get(part).holder();
            shares.put(holder, new Snapshot(Arrays.asList(held.get(part))));
        }
        return shares;
    }
}

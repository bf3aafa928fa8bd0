package org.testudo.membership.joint.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.abcast.core.Checkpoint;
import org.testudo.abcast.core.CheckpointCertificate;
import org.testudo.abcast.core.Chunk;
import org.testudo.abcast.core.ChunkFetch;
import org.testudo.abcast.core.Stable;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/** Offers a state of its own making, whole in itself, on its own word alone (AB-7). */
public final class ForgedState implements Attack {
    private static final int KEPT = 8;
    /** Where the history stands in the ordering's share: after slot, view and the view's digest. */
    private static final int HISTORY = 8 + 8 + Digest.LENGTH;

    private final TreeMap<Long, TreeMap<String, Snapshot>> shares = new TreeMap<>();
    private final Map<Digest, List<Snapshot>> forged = new LinkedHashMap<>();

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        if (layer != Layers.ABCAST) return honest;
        if (event instanceof Event.Noticed<?> it && it.notice() instanceof StateShare share) learn(share);
        List<Action<?>> actions = new ArrayList<>();
        for (Action<?> each : honest) {
            if (each instanceof Action.Announce<?> it && it.notice() instanceof StateShare share) learn(share);
            boolean offers = each instanceof Action.Send<?> it && it.message() instanceof Stable;
            actions.add(offers ? forge((Action.Send<?>) each, context) : each);
        }
        if (event instanceof Event.Received<?> it && it.message().message() instanceof ChunkFetch fetch)
            serve(fetch, it.message().sender(), actions);
        return actions;
    }

    private void learn(StateShare share) {
        shares.computeIfAbsent(share.slot(), any -> new TreeMap<>()).put(share.holder(), share.share());
        if (shares.size() > KEPT) shares.pollFirstEntry();
    }

    private Action<?> forge(Action.Send<?> honest, AttackContext context) {
        Stable offer = (Stable) honest.message();
        TreeMap<String, Snapshot> own = shares.get(offer.certificate().content().slot());
        if (own == null || !own.containsKey(HoldsState.ORDERING)) return honest;
        TreeMap<String, Snapshot> other = new TreeMap<>(own);
        byte[] ordering = own.get(HoldsState.ORDERING).content();
        ordering[HISTORY] ^= 1;
        other.put(HoldsState.ORDERING, Snapshot.of(ordering));
        List<Manifest.Part> parts = new ArrayList<>();
        other.forEach((holder, share) -> parts.add(new Manifest.Part(holder, share.bytes(), share.root())));
        Manifest manifest = new Manifest(offer.manifest().slot(), parts);
        Digest state = manifest.digest();
        Optional<Signed<Checkpoint>> vote =
                context.mint(Layers.ABCAST, new Checkpoint(context.view().id(), manifest.slot(), state));
        if (vote.isEmpty()) return honest;
        forged.put(state, List.copyOf(other.values()));
        return new Action.Send<>(honest.to(), new Stable(new CheckpointCertificate(List.of(vote.get())), manifest));
    }

    private void serve(ChunkFetch fetch, org.testudo.api.MemberId to, List<Action<?>> actions) {
        List<Snapshot> parts = forged.get(fetch.state());
        if (parts == null) return;
        for (ChunkFetch.Piece piece : fetch.pieces()) {
            Snapshot share = parts.get(piece.part());
            byte[] bytes = share.chunk(piece.index());
            actions.add(new Action.Send<>(to, new Chunk(fetch.state(), piece, bytes, share.path(piece.index()))));
        }
    }
}

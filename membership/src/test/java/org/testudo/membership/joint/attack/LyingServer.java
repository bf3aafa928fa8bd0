package org.testudo.membership.joint.attack;

import java.util.List;
import org.testudo.abcast.core.Checkpoint;
import org.testudo.abcast.core.Chunk;
import org.testudo.abcast.core.ChunkFetch;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.statement.Digest;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Says other states than its own, and serves pieces that are not those of the state that it offers (AB-7, AB-8). */
public final class LyingServer extends TowardEach {
    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        if (parcel.message() instanceof Chunk it) actions.add(new Action.Send<>(parcel.to(), other(it, context)));
        else if (parcel.message() instanceof Checkpoint it && context.random().chance(0.5))
            actions.add(new Action.Send<>(parcel.to(), new Checkpoint(it.view(), it.slot(), Digest.of(new byte[] {
                (byte) it.slot()
            }))));
        else actions.add(parcel.send());
    }

    private static Chunk other(Chunk honest, AttackContext context) {
        byte[] bytes = honest.bytes().clone();
        if (bytes.length > 0) bytes[context.random().below(bytes.length)] ^= 1;
        int place = honest.piece().index() + (context.random().chance(0.2) ? 1 : 0);
        return new Chunk(honest.state(), new ChunkFetch.Piece(honest.piece().part(), place), bytes, honest.path());
    }
}

package org.testudo.membership.joint.attack;

import java.util.List;
import org.testudo.abcast.core.Chunk;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Serves pieces of the state that everybody has signed, one byte of each another one (AB-8). */
public final class FalsePieces extends TowardEach {
    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        boolean piece = parcel.message() instanceof Chunk;
        actions.add(piece ? new Action.Send<>(parcel.to(), other((Chunk) parcel.message())) : parcel.send());
    }

    private static Chunk other(Chunk honest) {
        byte[] bytes = honest.bytes().clone();
        bytes[0] ^= 1;
        return new Chunk(honest.state(), honest.piece(), bytes, honest.path());
    }
}

package org.testudo.simulator.attack;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.simulator.AttackContext;

/**
 * Flips bits of what it sends. Where the result still decodes it is sometimes signed anew: a well-formed, well-signed message
 * with twisted content is what cores must bear.
 */
public final class Corrupt extends TowardEach {
    private double share;

    @Override
    public void begin(AttackContext context) {
        share = 0.1 + 0.9 * context.random().fraction();
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        if (!context.random().chance(share)) {
            actions.add(parcel.send());
            return;
        }
        MessageCodec<Object> codec = context.codec(parcel.layer());
        byte[] bytes = codec.encode(parcel.message());
        Optional<Signature> signature = signature(codec, parcel.message(), context);
        int flips = 1 + context.random().below(3);
        for (int i = 0; bytes.length > 0 && i < flips; i++) {
            bytes[context.random().below(bytes.length)] ^=
                    (byte) (1 << context.random().below(8));
        }
        if (context.random().chance(0.5)) signature = again(codec, bytes, context);
        context.sendBytes(parcel.layer(), parcel.to(), bytes, signature);
    }

    private static Optional<Signature> again(MessageCodec<Object> codec, byte[] bytes, AttackContext context) {
        try {
            return signature(codec, codec.decode(bytes), context);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<Signature> signature(MessageCodec<Object> codec, Object message, AttackContext context) {
        return codec.header(message).flatMap(header -> context.sign(header, codec.statementBody(message)));
    }
}

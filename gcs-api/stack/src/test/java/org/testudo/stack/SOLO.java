package org.testudo.stack;

import java.util.Optional;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;

/** Orders what this one member submits, without asking anybody. */
public class SOLO extends CoreHost<Word> {
    static {
        Ids.register((short) 2_002, SOLO.class);
    }

    private static final class Core extends AbstractCore<Word> {
        private final Origin origin;
        private long slot;

        Core(Origin origin) {
            this.origin = origin;
        }

        @Override
        protected void onSubmitted(Payload payload) {
            Payload.Own own = (Payload.Own) payload;
            slot++;
            deliver(Views.slot(slot, 0, new Request(origin, slot, own.kind(), own.body())));
        }
    }

    @Override
    protected MessageCodec<Word> newCodec(StackContext context) {
        return new Word.Codec(context.firstView().life());
    }

    @Override
    protected ProtocolCore<Word> newCore(StackContext context) {
        return new Core(context.origin());
    }

    Optional<org.testudo.api.Status> ownStatus() {
        return status();
    }
}

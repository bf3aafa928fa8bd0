package org.testudo.simulator.bracha;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** What the members of a reliable broadcast tell each other. */
sealed interface BrachaMessage {
    /** The origin's payload; signed, one per number. */
    record Init(long number, byte[] body) implements BrachaMessage {}

    /** I have this from its origin. Carries the signed message, so that an equivocator is convicted. */
    record Echo(Signed<BrachaMessage> init) implements BrachaMessage {
        Init content() {
            return (Init) init.message();
        }
    }

    /** Enough echoed it. */
    record Ready(MemberId origin, long number, Digest body) implements BrachaMessage {}
}

package org.testudo.kernel.statement;

import org.testudo.api.MemberId;

/** A message that is known to come from the member it names: by its own signature, or by its channel alone. */
public sealed interface Authentic<M> permits Signed, Unsigned {
    /** The member that sent it. */
    MemberId sender();

    M message();
}

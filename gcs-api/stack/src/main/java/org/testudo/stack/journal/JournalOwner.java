package org.testudo.stack.journal;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;

/**
 * Whose journal it is.
 *
 * @param genesis digest of what the member's group is founded on
 */
public record JournalOwner(Digest genesis, MemberId member) {}

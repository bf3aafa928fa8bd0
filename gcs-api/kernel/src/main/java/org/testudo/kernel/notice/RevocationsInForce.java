package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.statement.RevocationList;

/**
 * From the end of this slot on, this CRL is in force (SICP-11). Announced by the membership before anything that follows the
 * slot, and again when the state of the group is restored.
 */
public record RevocationsInForce(long slot, RevocationList list) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "crl=" + list.number() + " slot=" + slot + " revoked="
                + list.entries().size();
    }
}

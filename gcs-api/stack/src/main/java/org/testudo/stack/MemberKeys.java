package org.testudo.stack;

import java.util.List;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewRecord;

/** This member's private keys: signs, makes view keys, erases them (GM-11). Safe for use by several threads. */
public interface MemberKeys extends Signer {
    /** Makes this many new view keys and keeps their private halves in memory only. */
    List<StatementKey> newViewKeys(int count);

    /** From here on a view-bound statement of this view is signed with the key that the record names for this member. */
    void installed(ViewRecord view);

    /** Erases this member's key of this view; signing for it gives nothing from here on. View 0 uses the statement key. */
    void erase(long view);
}

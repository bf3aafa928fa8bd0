package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.StatementKey;

/** The view keys that this member brings: at the start, and whenever few are left (GM-11). */
final class OwnKeys {
    /** New keys are brought when no more than this many are left. */
    static final int FEW = 4;

    private long brought;
    private boolean underWay;

    /** So many stand in the start that was seated: those to come follow them. */
    void announced(long count) {
        brought = count;
    }

    /** The commands that bring these keys, in the order in which they must be submitted. */
    List<Command.ViewKeys> bring(List<StatementKey> keys) {
        List<Command.ViewKeys> commands = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += Command.MAX_KEYS) {
            List<StatementKey> some = keys.subList(from, Math.min(keys.size(), from + Command.MAX_KEYS));
            commands.add(new Command.ViewKeys(brought, some));
            brought += some.size();
        }
        underWay = !commands.isEmpty();
        return commands;
    }

    /** Whether to ask for more now, given how many are left; false while some are under way. */
    boolean wanted(int left) {
        if (underWay || left > FEW) return false;
        underWay = true;
        return true;
    }

    /** A command that brings keys of this member has been delivered; so many have been brought in all. */
    void arrived(long inAll) {
        underWay = false;
        brought = inAll;
    }
}

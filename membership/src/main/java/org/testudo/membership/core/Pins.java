package org.testudo.membership.core;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Members that accusations do not exclude (GM-24). Replicated state, at most one entry per name of the roster. */
final class Pins {
    private final Set<MemberId> pinned = new TreeSet<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(members(), (each, to) -> to.writeText(each.name()));
    }

    void restore(WireReader in) throws MalformedException {
        pinned.clear();
        in.readList(Parts.MOST, each -> pinned.add(Origin.readMember(each)));
    }

    /** Whether it was not pinned before. */
    boolean pin(MemberId member) {
        return pinned.add(member);
    }

    /** Whether it was pinned. */
    boolean unpin(MemberId member) {
        return pinned.remove(member);
    }

    boolean has(MemberId member) {
        return pinned.contains(member);
    }

    List<MemberId> members() {
        return List.copyOf(pinned);
    }
}

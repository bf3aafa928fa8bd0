package org.testudo.membership.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The latest start of each member that was ever seated or admitted (GM-23). It is kept when the member goes: else whoever
 * holds an old signed request to join could seat a start that has long ended. Replicated state, one per name of the roster.
 */
final class Incarnations {
    private final Map<MemberId, Long> latest = new TreeMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(List.copyOf(latest.entrySet()), (each, to) -> {
            to.writeText(each.getKey().name());
            to.writeLong(each.getValue());
        });
    }

    void restore(WireReader in) throws MalformedException {
        latest.clear();
        in.readList(Parts.MOST, each -> latest.put(Origin.readMember(each), each.readCount()) == null);
    }

    boolean isLater(MemberId member, long incarnation) {
        return incarnation > latest.getOrDefault(member, 0L);
    }

    void began(MemberId member, long incarnation) {
        latest.put(member, incarnation);
    }

    /** It comes back with another key, under which no start has been signed. */
    void forget(MemberId member) {
        latest.remove(member);
    }

    /** The latest start of this member; 0 if it was never seated or admitted. */
    long latest(MemberId member) {
        return latest.getOrDefault(member, 0L);
    }
}

package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Admitted members without a seat, in the order of their admission, and which of them are ready (GM-15). Replicated state,
 * at most one per name of the roster and {@link ViewRecord#MAX_STANDBYS}.
 */
final class Standbys {
    private final List<Standby> admitted = new ArrayList<>();
    private final Map<MemberId, Long> readyAt = new TreeMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(admitted, Standby::write);
        out.writeList(
                List.copyOf(readyAt.entrySet()),
                (each, to) -> to.writeText(each.getKey().name()).writeLong(each.getValue()));
    }

    void restore(WireReader in) throws MalformedException {
        admitted.clear();
        readyAt.clear();
        admitted.addAll(in.readList(Parts.MOST, Standby::read));
        in.readList(Parts.MOST, each -> readyAt.put(Origin.readMember(each), each.readCount()) == null);
    }

    Optional<Standby> of(MemberId member) {
        return admitted.stream()
                .filter(standby -> member(standby).equals(member))
                .findFirst();
    }

    /** Admits this start; a later one of a member keeps its place. Whether there was room. */
    boolean admit(Origin origin, Digest certificate) {
        Standby standby = new Standby(origin, certificate, false);
        MemberId member = member(standby);
        readyAt.remove(member);
        for (int i = 0; i < admitted.size(); i++) {
            if (!member(admitted.get(i)).equals(member)) continue;
            admitted.set(i, standby);
            return true;
        }
        return admitted.size() < ViewRecord.MAX_STANDBYS && admitted.add(standby);
    }

    /** The standby has everything up to this slot. */
    void ready(MemberId member, long slot) {
        readyAt.merge(member, slot, Math::max);
    }

    /** The slot at which it last said so; -1 if it never did. */
    long readyAt(MemberId member) {
        return readyAt.getOrDefault(member, -1L);
    }

    /** Who takes the next seat that falls vacant: the first whose word is not older than what is remembered. */
    Optional<Standby> next(long slot, ViewKeys keys) {
        return ready(slot, keys).stream().findFirst();
    }

    /** All who could take one, in the order of their admission. */
    List<Standby> ready(long slot, ViewKeys keys) {
        return admitted.stream()
                .filter(standby -> ready(standby, slot) && keys.has(member(standby)))
                .toList();
    }

    void remove(MemberId member) {
        admitted.removeIf(standby -> member(standby).equals(member));
        readyAt.remove(member);
    }

    /** As the record of a view shows them. */
    List<Standby> shown(long slot) {
        return admitted.stream()
                .map(standby -> standby.withReady(ready(standby, slot)))
                .toList();
    }

    List<MemberId> members() {
        return admitted.stream().map(Standbys::member).toList();
    }

    private boolean ready(Standby standby, long slot) {
        Long at = readyAt.get(member(standby));
        return at != null && at > slot - History.LENGTH;
    }

    static MemberId member(Standby standby) {
        return standby.origin().principal().member();
    }
}

package org.testudo.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.ViewChange;
import org.testudo.api.ViewChange.Change;
import org.testudo.api.ViewChange.Kind;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.notice.Convicted;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.ViewRecord;

/**
 * How each view came about, from its record and the one before, with the evidence that was delivered meanwhile (GM-9). Evidence
 * against a member whose exclusion waits at the floor is kept until it is out: a few pieces of each name. Used by the loop only.
 */
final class ViewChanges {
    private static final int MOST_NAMES = ViewRecord.MAX_SEATS + ViewRecord.MAX_STANDBYS;

    private final Map<MemberId, List<Evidence>> convicting = new LinkedHashMap<>();
    private Optional<ViewRecord> last = Optional.empty();

    void announced(Notice notice) {
        if (!(notice instanceof Convicted it)) return;
        if (!convicting.containsKey(it.member()) && convicting.size() >= MOST_NAMES) return;
        List<Evidence> known = convicting.computeIfAbsent(it.member(), any -> new ArrayList<>());
        if (known.size() < Change.MOST_EVIDENCE && !known.contains(it.evidence())) known.add(it.evidence());
    }

    ViewChange installed(ViewRecord view) {
        List<Change> changes = last.map(before -> changes(before, view)).orElse(List.of());
        ViewChange change = new ViewChange(view.view(), last.map(ViewRecord::view), changes);
        convicting.keySet().removeIf(view::excluded);
        last = Optional.of(view);
        return change;
    }

    private List<Change> changes(ViewRecord before, ViewRecord view) {
        List<Change> changes = new ArrayList<>();
        for (MemberId member : concerned(before, view)) {
            kind(member, before, view).ifPresent(kind -> changes.add(change(kind, member, view)));
        }
        return changes;
    }

    /** Who sits, or sat, by the order of seats; then standbys, the excluded and the pardoned. */
    private static Set<MemberId> concerned(ViewRecord before, ViewRecord view) {
        Set<MemberId> members = new LinkedHashSet<>();
        for (int seat = 0; seat < Math.max(before.seats().size(), view.seats().size()); seat++) {
            for (ViewRecord each : List.of(before, view)) {
                if (seat < each.seats().size())
                    each.seats().get(seat).map(Occupant::member).ifPresent(members::add);
            }
        }
        Stream.of(before, view)
                .flatMap(each -> each.standbys().stream())
                .map(ViewChanges::member)
                .forEach(members::add);
        Stream.of(before, view)
                .flatMap(each -> each.exclusions().stream())
                .map(Exclusion::member)
                .forEach(members::add);
        return members;
    }

    private static MemberId member(Standby standby) {
        return standby.origin().principal().member();
    }

    private static Optional<Kind> kind(MemberId member, ViewRecord before, ViewRecord view) {
        if (view.excluded(member)) return before.excluded(member) ? Optional.empty() : Optional.of(Kind.EXCLUDED);
        Optional<Occupant> was = before.occupant(member);
        Optional<Occupant> is = view.occupant(member);
        if (is.isEmpty()) {
            if (before.excluded(member)) return Optional.of(Kind.PARDONED);
            if (was.isPresent()) return Optional.of(Kind.LEFT);
            boolean admitted = view.standby(member).isPresent()
                    && !view.standby(member)
                            .map(Standby::origin)
                            .equals(before.standby(member).map(Standby::origin));
            return admitted ? Optional.of(Kind.ADMITTED) : Optional.empty();
        }
        if (was.isEmpty()) return Optional.of(Kind.JOINED);
        if (was.get().incarnation() != is.get().incarnation()) return Optional.of(Kind.RESTARTED);
        if (was.get().active() == is.get().active()) return Optional.empty();
        return Optional.of(is.get().active() ? Kind.REACTIVATED : Kind.DEACTIVATED);
    }

    private Change change(Kind kind, MemberId member, ViewRecord view) {
        List<byte[]> evidence = kind == Kind.EXCLUDED
                ? convicting.getOrDefault(member, List.of()).stream()
                        .map(each -> new EvidenceArchive(each).encode())
                        .toList()
                : List.of();
        return new Change(kind, member, why(kind, member, view), evidence);
    }

    /** The membership's words about this member; all its words if none of them begins with the name. */
    private static String why(Kind kind, MemberId member, ViewRecord view) {
        if (kind == Kind.EXCLUDED) {
            return view.exclusions().stream()
                    .filter(each -> each.member().equals(member))
                    .map(Exclusion::cause)
                    .findFirst()
                    .orElseThrow();
        }
        String name = member.name() + " ";
        List<String> own = Stream.of(view.reason().split("; "))
                .filter(each -> each.startsWith(name))
                .toList();
        return own.isEmpty() ? view.reason() : String.join("; ", own);
    }
}

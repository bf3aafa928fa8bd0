package org.testudo.membership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jgroups.Address;
import org.jgroups.View;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * What JGroups is shown of the views in force (GM-25): their active members, while this start of this member is one. JGroups knows
 * no view without oneself, and an address that stays is a member that stays: so a member that has been started again since is
 * shown to go, in a view of its own, and to come. The number of a view is twice that of the view in force, less one where
 * somebody goes first. Used on the loop.
 */
final class ShownViews {
    private final Origin self;
    private final Function<MemberId, Address> addresses;
    private Map<MemberId, Long> last = Map.of();

    /** @param self this start of this member */
    ShownViews(Origin self, Function<MemberId, Address> addresses) {
        this.self = self;
        this.addresses = addresses;
    }

    /** What to show now that this view is in force, in order; nothing where this start is not active. */
    List<View> after(ViewRecord record) {
        Map<MemberId, Long> active = new LinkedHashMap<>();
        for (Occupant each : record.occupants()) if (each.active()) active.put(each.member(), each.incarnation());
        Long own = active.get(self.principal().member());
        if (own == null || own != self.incarnation()) return List.of();
        List<MemberId> same = active.keySet().stream()
                .filter(each -> active.get(each).equals(last.getOrDefault(each, active.get(each))))
                .toList();
        List<View> shown = new ArrayList<>();
        if (same.size() < active.size()) shown.add(view(2 * record.id() - 1, same));
        shown.add(view(2 * record.id(), List.copyOf(active.keySet())));
        last = active;
        return shown;
    }

    private View view(long id, List<MemberId> members) {
        List<Address> all = members.stream().map(addresses).toList();
        return new View(all.get(0), id, all);
    }
}

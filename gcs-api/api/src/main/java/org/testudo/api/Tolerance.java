package org.testudo.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator must know first: how many more members may become faulty. One member's opinion at one moment; suspicion is its
 * own, the rest is the same at all members that are in the same view.
 *
 * @param maxFaulty faulty members that the view tolerates: f
 * @param seats of the view: n; quorums count these
 * @param quorum seats that must take part for anything to be ordered: Q
 * @param vacant seats that nobody holds
 * @param inactive members that hold a seat and are inactive: they vote, but have been silent or slow, or have said goodbye (GM-17)
 * @param suspected members that hold a seat and that this member suspects
 * @param condemned members that are to be excluded, and wait at the floor
 * @param waiting what waits since too few would be left (GM-18), each with the cause and what it waits for
 */
public record Tolerance(
        int maxFaulty,
        int seats,
        int quorum,
        int vacant,
        List<MemberId> inactive,
        List<MemberId> suspected,
        List<MemberId> condemned,
        List<String> waiting) {
    public Tolerance {
        inactive = List.copyOf(inactive);
        suspected = List.copyOf(suspected);
        condemned = List.copyOf(condemned);
        waiting = List.copyOf(waiting);
    }

    /** Nothing is known: there is no view yet. */
    public static Tolerance unknown() {
        return new Tolerance(0, 0, 0, 0, List.of(), List.of(), List.of(), List.of());
    }

    /** Seats of which the group has nothing, or may have worse than nothing: vacant, inactive, suspected or condemned. */
    public int spent() {
        List<MemberId> amiss = new ArrayList<>(inactive);
        amiss.addAll(suspected);
        amiss.addAll(condemned);
        return vacant + (int) amiss.stream().distinct().count();
    }

    /** How many more members may become faulty in any way, and the group still serves and is right: never negative. */
    public int left() {
        return Math.max(0, maxFaulty - spent());
    }

    /**
     * Whether what the group orders can be relied on, as far as can be known: no more members than f are condemned. Members that are
     * silent endanger service, not what it has said.
     */
    public boolean safe() {
        return condemned.size() <= maxFaulty;
    }

    /** Whether so many seats may take part that something can be ordered: those that are not vacant, nor suspected here. */
    public boolean serves() {
        return seats > 0 && seats - vacant - suspected.size() >= quorum;
    }

    /** In words, for people. */
    public String summary() {
        if (seats == 0) return "unknown: there is no view yet";
        StringBuilder text = new StringBuilder();
        if (!safe())
            text.append("more members are proved faulty than the ")
                    .append(maxFaulty)
                    .append(" that may be: do not rely on answers");
        else if (!serves())
            text.append("too few members are heard to order anything: ")
                    .append(quorum)
                    .append(" of ")
                    .append(seats)
                    .append(" are needed");
        else if (left() > 0)
            text.append("can take ").append(left()).append(left() == 1 ? " more fault" : " more faults");
        else if (spent() > maxFaulty)
            text.append("serves on with more amiss than the ")
                    .append(maxFaulty)
                    .append(" that it is made for: mend it now");
        else text.append("can take no further fault");
        List<String> amiss = new ArrayList<>();
        if (vacant > 0) amiss.add(vacant + (vacant == 1 ? " seat is vacant" : " seats are vacant"));
        if (!inactive.isEmpty()) amiss.add("inactive: " + names(inactive));
        if (!suspected.isEmpty()) amiss.add("suspected here: " + names(suspected));
        if (!condemned.isEmpty()) amiss.add("to be excluded: " + names(condemned));
        if (!amiss.isEmpty()) text.append(" (").append(String.join("; ", amiss)).append(')');
        return text.toString();
    }

    private static String names(List<MemberId> members) {
        return String.join(", ", members.stream().map(MemberId::name).toList());
    }

    private static List<String> listed(List<MemberId> members) {
        return members.stream().map(MemberId::name).toList();
    }

    /** As {@link Status#toMap}. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("left", left());
        map.put("safe", safe());
        map.put("serves", serves());
        map.put("summary", summary());
        map.put("maxFaulty", maxFaulty);
        map.put("seats", seats);
        map.put("quorum", quorum);
        map.put("vacant", vacant);
        map.put("inactive", listed(inactive));
        map.put("suspected", listed(suspected));
        map.put("condemned", listed(condemned));
        map.put("waiting", waiting);
        return map;
    }
}

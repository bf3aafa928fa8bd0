package org.testudo.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a member sees itself and its group at one moment: for people and monitoring. One member's word, which proves nothing.
 *
 * @param state whether it is in service
 * @param view in force here; empty before the first
 * @param epoch of the ordering in this view, as far as announced
 * @param leader of the ordering, as far as announced
 * @param slot the last one that the application has executed
 * @param stateDigest of the application after that slot, in hexadecimal; empty without a state machine, or while the
 *     application is busy
 * @param historyChain digest of all that was delivered up to that slot, in hexadecimal; empty before the first
 * @param executed operations of clients and payloads of members that the application has executed since this start; what led
 *     to a state that it was given is not among them
 * @param waiting slots that are delivered, but not yet executed
 * @param suspected members that this one suspects, with the reason
 * @param tolerance how many more faults the group can take, and what waits at the floor
 * @param queues entries that wait inside the member, by queue
 * @param peers what was counted of each peer, by name
 * @param recovered from what operators have begun this life of the group, and what is lost (GM-22); empty if it began with
 *     nothing
 * @param certificates days that are left to those of this member and of peers that are connected, and the CRL in force
 */
public record Status(
        String group,
        MemberId self,
        State state,
        Optional<View> view,
        long epoch,
        Optional<MemberId> leader,
        long slot,
        String stateDigest,
        String historyChain,
        long executed,
        long waiting,
        Map<MemberId, String> suspected,
        Tolerance tolerance,
        Map<String, Integer> queues,
        Map<String, Map<String, Long>> peers,
        Optional<String> recovered,
        Map<String, Object> certificates) {
    /** Whether a member is in service. */
    public enum State {
        /** Waits until the group is in service. */
        STARTING,
        IN_SERVICE,
        /**
         * Hears of fewer than a quorum, so that nothing can be ordered here; ends by itself (GM-7). Or it is to be excluded, and is
         * merely kept for its vote (GM-19).
         */
        SUSPENDED,
        /** A layer has stopped taking requests; a notice said why and what an operator can do. */
        REFUSING,
        /** Has stopped itself after a broken invariant or an error (HOST-5). */
        HALTED,
        STOPPED
    }

    /** The same as maps, lists, texts, numbers and booleans, in a fixed order: ready to be written as JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("group", group);
        map.put("self", self.name());
        map.put("state", state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        map.put("tolerance", tolerance.toMap());
        recovered.ifPresent(it -> map.put("recovered", it));
        view.ifPresent(it -> map.put("view", map(it)));
        map.put("epoch", epoch);
        leader.ifPresent(it -> map.put("leader", it.name()));
        map.put("slot", slot);
        map.put("stateDigest", stateDigest);
        map.put("historyChain", historyChain);
        map.put("executed", executed);
        map.put("waiting", waiting);
        map.put("suspected", named(suspected));
        map.put("queues", queues);
        map.put("peers", peers);
        map.put("certificates", certificates);
        return map;
    }

    private static Map<String, Object> map(View view) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", view.id());
        map.put("firstSlot", view.firstSlot());
        map.put("members", names(view.members()));
        map.put("inactive", names(view.inactive()));
        map.put("excluded", names(view.excluded()));
        map.put("seats", view.seats());
        map.put("maxFaulty", view.maxFaulty());
        map.put("reason", view.reason());
        return map;
    }

    private static List<String> names(List<MemberId> members) {
        return members.stream().map(MemberId::name).toList();
    }

    private static Map<String, String> named(Map<MemberId, String> byMember) {
        Map<String, String> map = new LinkedHashMap<>();
        byMember.forEach((member, text) -> map.put(member.name(), text));
        return map;
    }
}

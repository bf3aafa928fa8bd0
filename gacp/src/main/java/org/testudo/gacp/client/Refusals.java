package org.testudo.gacp.client;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.Rejection;
import org.testudo.kernel.view.ViewRecord;

/** Why members did not take what was sent, for the error that the caller gets in the end. Used by one thread. */
final class Refusals {
    private static final int MOST_CHARACTERS = 200;

    private final Map<MemberId, String> reasons = new TreeMap<>();
    private final Set<MemberId> strangers = new TreeSet<>();

    void note(MemberId member, Rejection why, String detail) {
        note(member, why + " " + detail);
        if (why == Rejection.UNKNOWN_SESSION) strangers.add(member);
    }

    void note(MemberId member, String reason) {
        reasons.put(member, reason.length() > MOST_CHARACTERS ? reason.substring(0, MOST_CHARACTERS) : reason);
    }

    void forget(MemberId member) {
        reasons.remove(member);
    }

    void clear() {
        reasons.clear();
        strangers.clear();
    }

    /** How many seats say that they do not know the session. */
    int strangers(ViewRecord view) {
        return (int) strangers.stream()
                .filter(member -> view.seatOf(member).isPresent())
                .count();
    }

    String describe() {
        return reasons.isEmpty()
                ? ""
                : reasons.entrySet().stream()
                        .map(each -> each.getKey() + " says: " + each.getValue())
                        .collect(Collectors.joining("; ", "; ", ""));
    }
}

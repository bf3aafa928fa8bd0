package org.testudo.cli.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** All that the members' processes have told, by member. Safe for several threads. */
public final class Observations {
    private final Map<String, List<MemberEvent>> events = new LinkedHashMap<>();

    synchronized void add(String member, MemberEvent event) {
        events.computeIfAbsent(member, name -> new ArrayList<>()).add(event);
        notifyAll();
    }

    /** All events of this kind, in the order in which they were told. */
    public synchronized List<MemberEvent> of(String member, String type) {
        return events.getOrDefault(member, List.of()).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }

    /** The latest event of this kind. */
    public Optional<MemberEvent> last(String member, String type) {
        List<MemberEvent> all = of(member, type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Waits until every one of the members has told something that matches; false if that takes too long. */
    public synchronized boolean await(Collection<String> members, Predicate<MemberEvent> matching, long millis)
            throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!members.stream().allMatch(member -> first(member, matching).isPresent())) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /** When the last of the members told something that matches, if all have. */
    synchronized OptionalLong whenAll(Collection<String> members, Predicate<MemberEvent> matching) {
        long last = Long.MIN_VALUE;
        for (String member : members) {
            Optional<MemberEvent> event = first(member, matching);
            if (event.isEmpty()) return OptionalLong.empty();
            last = Math.max(last, event.get().nanos());
        }
        return OptionalLong.of(last);
    }

    private Optional<MemberEvent> first(String member, Predicate<MemberEvent> matching) {
        return events.getOrDefault(member, List.of()).stream().filter(matching).findFirst();
    }
}

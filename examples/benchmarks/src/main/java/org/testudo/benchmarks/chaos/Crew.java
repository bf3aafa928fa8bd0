package org.testudo.benchmarks.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Who holds a seat, who waits for one, who may come yet and who is out, by what this run has done. Used by one thread. */
final class Crew {
    /** As many as ever wait: the process of each takes memory. */
    static final int MOST_STANDBYS = 2;

    private final List<String> all = new ArrayList<>();
    private final List<String> seated;
    private final List<String> standbys = new ArrayList<>();
    private final Deque<String> absent;
    private final Set<String> retired = new LinkedHashSet<>();
    private final Map<String, Long> struck = new LinkedHashMap<>();
    private final Map<String, Integer> rests = new LinkedHashMap<>();

    /** @param spares on the roster, but not started yet */
    Crew(List<String> founders, List<String> spares) {
        all.addAll(founders);
        all.addAll(spares);
        seated = new ArrayList<>(founders);
        absent = new ArrayDeque<>(spares);
    }

    /** The whole roster. */
    List<String> all() {
        return List.copyOf(all);
    }

    /** Members that hold a seat and are not known to be against the group. */
    List<String> seated() {
        return List.copyOf(seated);
    }

    /** Those that wait for a seat, first come first. */
    List<String> standbys() {
        return List.copyOf(standbys);
    }

    /** Whether there is anybody who can come. */
    boolean hasAbsent() {
        return !absent.isEmpty();
    }

    /** Who comes next. */
    String next() {
        return absent.getFirst();
    }

    /** It is there, and waits for a seat. */
    void admitted(String member) {
        absent.remove(member);
        standbys.add(member);
    }

    /** It gives its seat up; later it may come again. */
    void retires(String member) {
        seated.remove(member);
        retired.add(member);
        absent.addLast(member);
    }

    /** It is against the group from this instant of the monotonic clock on, and never comes again. */
    void turns(String member, long nanos) {
        seated.remove(member);
        struck.put(member, nanos);
    }

    /** Those who hold a seat in the view in force: whoever has waited and is among them waits no longer. */
    void sit(Collection<String> names) {
        for (String each : List.copyOf(standbys)) {
            if (!names.contains(each)) continue;
            standbys.remove(each);
            seated.add(each);
        }
    }

    /** Members that were made to turn against the group, with when. */
    Map<String, Long> struck() {
        return Map.copyOf(struck);
    }

    /** Members that gave a seat up at some time. */
    Set<String> retired() {
        return Set.copyOf(retired);
    }

    /** Whom to trouble next: one of those with a seat that were troubled least often, since each rest takes a member longer. */
    String draw(Random random) {
        int least = seated.stream().mapToInt(this::troubled).min().orElse(0);
        List<String> fit =
                seated.stream().filter(each -> troubled(each) == least).toList();
        return fit.get(random.nextInt(fit.size()));
    }

    /** It was made to rest once more. */
    void trouble(String member) {
        rests.merge(member, 1, Integer::sum);
    }

    private int troubled(String member) {
        return rests.getOrDefault(member, 0);
    }
}

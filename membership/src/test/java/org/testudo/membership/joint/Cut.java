package org.testudo.membership.joint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which directions between the members of a group are dead. Member 0 is who leads when the cut is made, the others follow in the
 * order of their turns.
 *
 * @param dead for each sender whom nothing of it reaches
 */
record Cut(String name, boolean[][] dead) {
    static final int LEADER = 0;

    int members() {
        return dead.length;
    }

    boolean drops(int from, int to) {
        return dead[from][to];
    }

    /** How many this member hears, itself among them. */
    int hears(int member) {
        return (int) all().filter(from -> !dead[from][member]).count();
    }

    /** How many of these hear it, too. */
    int inTouch(int member) {
        return (int)
                all().filter(from -> !dead[from][member] && !dead[member][from]).count();
    }

    /** The largest set of members that all reach each other, if there are so many; else nobody. */
    List<Integer> together(int least) {
        List<Integer> best = List.of();
        for (int set = 1; set < 1 << members(); set++) {
            List<Integer> some = members(set);
            boolean connected = some.stream().allMatch(a -> some.stream().noneMatch(b -> dead[a][b]));
            if (connected && some.size() >= least && some.size() > best.size()) best = some;
        }
        return best;
    }

    private List<Integer> members(int set) {
        return all().filter(member -> (set >> member & 1) == 1).boxed().toList();
    }

    private IntStream all() {
        return IntStream.range(0, members());
    }

    @Override
    public String toString() {
        return members() + " members: " + name;
    }

    /** Every way in which a group falls apart into two or more groups. */
    static Stream<Cut> splits(int members) {
        List<Cut> all = new ArrayList<>();
        split(new int[members], 1, 1, all);
        return all.stream();
    }

    /** The same, but of those that differ in nothing but who of the others is where, one. */
    static Stream<Cut> splitsUpToSymmetry(int members) {
        Set<List<Integer>> seen = new LinkedHashSet<>();
        return splits(members).filter(cut -> seen.add(shape(cut)));
    }

    /** How many are with the leader, and the sizes of the other groups. */
    private static List<Integer> shape(Cut cut) {
        List<Integer> sizes = new ArrayList<>(IntStream.range(0, cut.members())
                .filter(member -> cut.dead[LEADER][member])
                .map(cut::hears)
                .sorted()
                .boxed()
                .toList());
        sizes.add(0, cut.hears(LEADER));
        return sizes;
    }

    /** Puts each member into one of the groups before it, or a new one. */
    private static void split(int[] groups, int member, int many, List<Cut> all) {
        if (member < groups.length) {
            for (int group = 0; group <= many; group++) {
                groups[member] = group;
                split(groups, member + 1, Math.max(many, group + 1), all);
            }
        } else if (many > 1) all.add(split(groups, many));
    }

    private static Cut split(int[] groups, int many) {
        boolean[][] dead = new boolean[groups.length][groups.length];
        for (int a = 0; a < groups.length; a++) {
            for (int b = 0; b < groups.length; b++) dead[a][b] = groups[a] != groups[b];
        }
        List<List<Integer>> parts = IntStream.range(0, many)
                .mapToObj(group -> IntStream.range(0, groups.length)
                        .filter(member -> groups[member] == group)
                        .boxed()
                        .toList())
                .toList();
        return new Cut(parts.toString(), dead);
    }

    /** Nothing of these reaches the others, which they hear. */
    static Cut oneWay(int members, List<Integer> unheard) {
        boolean[][] dead = new boolean[members][members];
        for (int from : unheard) {
            for (int to = 0; to < members; to++) dead[from][to] = !unheard.contains(to);
        }
        return new Cut(unheard + " are not heard by the others", dead);
    }

    /** Every set of members of which the others hear nothing. */
    static Stream<Cut> oneWay(int members) {
        Cut whole = new Cut("", new boolean[members][members]);
        return IntStream.range(1, (1 << members) - 1).mapToObj(set -> oneWay(members, whole.members(set)));
    }

    /** The same up to symmetry: so many, the leader among them or not. */
    static Stream<Cut> oneWayUpToSymmetry(int members) {
        Set<List<Object>> seen = new LinkedHashSet<>();
        return oneWay(members).filter(cut -> {
            long unheard = cut.all()
                    .filter(from -> cut.all().anyMatch(to -> cut.dead[from][to]))
                    .count();
            boolean leader = cut.all().anyMatch(to -> cut.dead[LEADER][to]);
            return seen.add(List.of(unheard, leader));
        });
    }

    /** Every set of links that may be down, in both directions: some members reach each other through a third only. */
    static Stream<Cut> links(int members) {
        List<int[]> pairs = new ArrayList<>();
        for (int a = 0; a < members; a++) for (int b = a + 1; b < members; b++) pairs.add(new int[] {a, b});
        return IntStream.range(1, 1 << pairs.size()).mapToObj(set -> {
            boolean[][] dead = new boolean[members][members];
            List<String> names = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                if ((set >> i & 1) == 0) continue;
                int[] pair = pairs.get(i);
                dead[pair[0]][pair[1]] = true;
                dead[pair[1]][pair[0]] = true;
                names.add(Arrays.toString(pair));
            }
            return new Cut("no link " + String.join(", ", names), dead);
        });
    }
}

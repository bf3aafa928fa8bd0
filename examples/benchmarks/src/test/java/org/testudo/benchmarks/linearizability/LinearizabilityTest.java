package org.testudo.benchmarks.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.benchmarks.linearizability.Judgement.Outcome.LINEARIZABLE;
import static org.testudo.benchmarks.linearizability.Judgement.Outcome.NOT_LINEARIZABLE;
import static org.testudo.benchmarks.linearizability.Judgement.Outcome.UNDECIDED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Known histories on both sides of the line, the definition itself on small random ones, and the bounds. */
class LinearizabilityTest {
    private static final Linearizability CHECKER = new Linearizability();
    private static final Call READ = new Call.Read();

    private int number;

    @Test
    void oneAfterTheOtherIsLinearizableOnlyWithTheRightAnswers() {
        assertThat(judge(write("a", null, 0, 1), read("a", 2, 3), write("b", "a", 4, 5), read("b", 6, 7)))
                .isEqualTo(LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), write("b", "a", 2, 3), read("a", 4, 5)))
                .as("stale read")
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), read(null, 2, 3)))
                .as("lost write")
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(read("a", 0, 1))).as("value from nowhere").isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge()).isEqualTo(LINEARIZABLE);
    }

    @Test
    void concurrentReadSeesOldOrNew() {
        for (String seen : Arrays.asList(null, "a")) {
            assertThat(judge(write("a", null, 0, 10), read(seen, 2, 3))).isEqualTo(LINEARIZABLE);
        }
    }

    /** What a regular register allows and an atomic one forbids (Lamport 1986). */
    @Test
    void newOldInversionIsNotLinearizable() {
        assertThat(judge(write("a", null, 0, 1), blind("b", 2), read("b", 3, 5), read("a", 6, 8)))
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), blind("b", 2), read("a", 3, 5), read("b", 6, 8)))
                .isEqualTo(LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), blind("b", 2), read("b", 3, 7), read("a", 6, 8)))
                .as("reads overlap, so that they may be turned round")
                .isEqualTo(LINEARIZABLE);
    }

    /** Each reader alone is content, but no order contents both: sequentially consistent is not even that. */
    @Test
    void twoReadersSeeTwoWritesInOppositeOrders() {
        assertThat(judge(blind("a", 0), blind("b", 0), read("a", 1, 2), read("b", 3, 4), read("a", 5, 6)))
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(
                        blind("a", 0), blind("b", 0), blind("a", 0), read("a", 1, 2), read("b", 3, 4), read("a", 5, 6)))
                .as("a is written twice")
                .isEqualTo(LINEARIZABLE);
    }

    @Test
    void touchingOperationsCountAsConcurrent() {
        assertThat(judge(write("a", null, 0, 5), read(null, 5, 6))).isEqualTo(LINEARIZABLE);
    }

    @Test
    void oneOfTwoCompareAndSetsFromOneValueSucceeds() {
        Observed first = write("a", null, 0, 1);
        assertThat(judge(first, cas("a", "b", "a", 2, 9), cas("a", "c", "b", 2, 9), read("b", 10, 11)))
                .isEqualTo(LINEARIZABLE);
        assertThat(judge(first, cas("a", "b", "a", 2, 9), cas("a", "c", "a", 2, 9)))
                .as("both were told that they saw a")
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(first, cas("a", "b", "a", 2, 9), cas("a", "c", "b", 2, 9), read("c", 10, 11)))
                .as("the one that failed took effect")
                .isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void unansweredOperationMayTakeEffectAtAnyTimeOrNever() {
        assertThat(judge(write("a", null, 0, 1), blind("b", 2), read("a", 3, 4), read("a", 900, 901)))
                .as("never")
                .isEqualTo(LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), blind("b", 2), read("a", 3, 4), read("b", 900, 901)))
                .as("late")
                .isEqualTo(LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), blind("b", 2), read("b", 3, 4), read("a", 5, 6)))
                .as("and taken back")
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(write("a", null, 0, 1), read("b", 2, 3), blind("b", 4)))
                .as("before it was asked for")
                .isEqualTo(NOT_LINEARIZABLE);
        assertThat(judge(
                        write("a", null, 0, 1), blind("b", 2), read("b", 3, 4), write("c", "b", 5, 6), read("b", 7, 8)))
                .as("twice")
                .isEqualTo(NOT_LINEARIZABLE);
    }

    @Test
    void unansweredCompareAndSetMatters() {
        Observed pending = Observed.pending("p", "k", new Call.CompareAndSet(Optional.of("a"), "b"), 2);
        assertThat(judge(write("a", null, 0, 1), pending, read("b", 3, 4))).isEqualTo(LINEARIZABLE);
        assertThat(judge(write("c", null, 0, 1), pending, read("b", 3, 4))).isEqualTo(NOT_LINEARIZABLE);
        Observed needed = Observed.pending("q", "k", new Call.Write("a"), 2);
        assertThat(judge(write("c", null, 0, 1), needed, pending, read("b", 3, 4)))
                .as("a, which nobody saw, let the other succeed")
                .isEqualTo(LINEARIZABLE);
    }

    @Test
    void keysAreJudgedApart() {
        Observed other = new Observed("x", "other", READ, Optional.of(Optional.empty()), 2, 3);
        assertThat(judge(write("a", null, 0, 1), other)).isEqualTo(LINEARIZABLE);
        List<Observed> bad = List.of(write("a", null, 0, 1), read(null, 2, 3), other);
        Judgement judgement = CHECKER.judge(bad);
        assertThat(judgement.outcome()).isEqualTo(NOT_LINEARIZABLE);
        assertThat(judgement.findings())
                .singleElement()
                .asString()
                .contains("key k ")
                .contains("(none) [2, 3]");
    }

    /** The search against the definition: no judgement may differ, and both kinds must occur often. */
    @Test
    void smallRandomHistoriesAreJudgedAsTheDefinitionSays() {
        Random random = new Random(4711);
        Map<Judgement.Outcome, Integer> times = new EnumMap<>(Judgement.Outcome.class);
        for (int round = 0; round < 10_000; round++) {
            List<Observed> history = smallHistory(random);
            Judgement.Outcome expected = BruteForce.linearizable(history) ? LINEARIZABLE : NOT_LINEARIZABLE;
            assertThat(CHECKER.judge(history).outcome())
                    .as("round %s: %s", round, history)
                    .isEqualTo(expected);
            times.merge(expected, 1, Integer::sum);
        }
        assertThat(times.get(LINEARIZABLE)).isGreaterThan(1_000);
        assertThat(times.get(NOT_LINEARIZABLE)).isGreaterThan(1_000);
    }

    /** Long histories of many clients, made by a real register: right ones pass, one wrong answer in them does not. */
    @Test
    void longHistoriesOfManyClientsAreDecided() {
        for (int seed = 0; seed < 10; seed++) {
            List<Observed> history = AtomicRegister.run(new Random(seed), 12, 4_000, 0.02);
            Judgement right = CHECKER.judge(history);
            assertThat(right.outcome())
                    .as("seed %s: %s", seed, right.findings())
                    .isEqualTo(LINEARIZABLE);

            Judgement wrong = CHECKER.judge(withOneStaleRead(history));
            assertThat(wrong.outcome()).as("seed %s", seed).isEqualTo(NOT_LINEARIZABLE);
        }
    }

    /** Twenty concurrent writes and twenty readers after them: without memory the search would take 20! steps to say no. */
    @Test
    void manyConcurrentWritesDoNotExplodeWhenTheyAnswer() {
        List<Observed> history = new ArrayList<>();
        for (int i = 0; i < 20; i++) history.add(write("v" + i, i == 0 ? null : "v" + (i - 1), 0, 1_000));
        Collections.shuffle(history, new Random(1));
        assertThat(CHECKER.judge(history).outcome()).isEqualTo(LINEARIZABLE);
        history.add(read("v3", 1_001, 1_002));
        assertThat(CHECKER.judge(history).outcome()).isEqualTo(NOT_LINEARIZABLE);
    }

    /** Each may take effect at any time, but an effect that nobody sees before it is overwritten helps no order. */
    @Test
    void manyUnansweredWritesDoNotExplodeWhenTheyAreSeenOneByOne() {
        List<Observed> history = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            history.add(blind("v" + i, 0));
            history.add(read("v" + i, 10 * i + 1, 10 * i + 2));
        }
        assertThat(CHECKER.judge(history).outcome()).isEqualTo(LINEARIZABLE);
        history.add(read("v3", 1_001, 1_002));
        assertThat(CHECKER.judge(history).outcome()).isEqualTo(NOT_LINEARIZABLE);
    }

    /** Configurations that differ in anything that decides what may follow are visited both. */
    @Test
    void configurationsAreEqualOnlyIfTheSameMayFollow() {
        Optional<String> a = Optional.of("a");
        Configuration some = Configuration.of(bits(0, 70), bits(1), a, false);
        assertThat(some).isEqualTo(Configuration.of(bits(0, 70), bits(1), a, false));
        assertThat(some).hasSameHashCodeAs(Configuration.of(bits(0, 70), bits(1), a, false));
        assertThat(some).isNotEqualTo(Configuration.of(bits(0, 71), bits(1), a, false));
        assertThat(some).isNotEqualTo(Configuration.of(bits(0, 70), bits(2), a, false));
        assertThat(some).isNotEqualTo(Configuration.of(bits(0, 70), bits(1), Optional.empty(), false));
        assertThat(some).isNotEqualTo(Configuration.of(bits(0, 70), bits(1), a, true));
        BitSet full = new BitSet();
        full.set(0, 64);
        BitSet fuller = new BitSet();
        fuller.set(0, 128);
        assertThat(Configuration.of(full, bits(), a, false)).isNotEqualTo(Configuration.of(fuller, bits(), a, false));
    }

    private static BitSet bits(int... set) {
        return Arrays.stream(set).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    @Test
    void beyondItsBoundsTheSearchSaysThatItIsUndecided() {
        Judgement bySteps = new Linearizability(100_000, Integer.MAX_VALUE).judge(hard());
        assertThat(bySteps.outcome()).isEqualTo(UNDECIDED);
        assertThat(bySteps.steps()).isLessThanOrEqualTo(100_001);
        Judgement byMemory = new Linearizability(Long.MAX_VALUE, 10_000).judge(hard());
        assertThat(byMemory.outcome()).isEqualTo(UNDECIDED);
        assertThat(byMemory.findings())
                .singleElement()
                .asString()
                .contains("given up after")
                .contains("10000");
    }

    @Test
    void oneKeyThatIsWrongOutweighsOneThatIsUndecided() {
        List<Observed> history = new ArrayList<>(hard());
        history.add(new Observed("x", "z", READ, Optional.of(Optional.of("?")), 2, 3));
        assertThat(new Linearizability(10_000, 10_000).judge(history).outcome()).isEqualTo(NOT_LINEARIZABLE);
    }

    /** Any order of forty writes explains all but the last answer, so that each has to be ruled out. */
    private List<Observed> hard() {
        List<Observed> history = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            history.add(blind("v" + i, 0));
            history.add(read("v" + i, 1, 1_000));
        }
        history.add(read("from nowhere", 1_001, 1_002));
        return history;
    }

    private static List<Observed> smallHistory(Random random) {
        List<Observed> history = new ArrayList<>();
        int size = 2 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            long invoked = random.nextInt(8);
            Call call = switch (random.nextInt(3)) {
                case 0 -> READ;
                case 1 -> new Call.Write(value(random));
                default -> new Call.CompareAndSet(maybe(random), value(random));
            };
            history.add(
                    random.nextInt(4) == 0
                            ? Observed.pending("o" + i, "k", call, invoked)
                            : Observed.answered(
                                    "o" + i, "k", call, maybe(random), invoked, invoked + random.nextInt(5)));
        }
        return history;
    }

    private static String value(Random random) {
        return String.valueOf((char) ('a' + random.nextInt(2)));
    }

    private static Optional<String> maybe(Random random) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value(random));
    }

    /** A read in the second half is told the value of a write that was overwritten long before it began. */
    private static List<Observed> withOneStaleRead(List<Observed> history) {
        List<Observed> changed = new ArrayList<>(history);
        for (int i = history.size() / 2; i < history.size(); i++) {
            Observed each = history.get(i);
            if (!(each.call() instanceof Call.Read) || !each.isAnswered()) continue;
            String stale = history.stream()
                    .filter(it -> it.call() instanceof Call.Write && it.isAnswered())
                    .findFirst()
                    .map(it -> ((Call.Write) it.call()).value())
                    .orElseThrow();
            changed.set(
                    i, Observed.answered(each.id(), "k", READ, Optional.of(stale), each.invoked(), each.returned()));
            return changed;
        }
        throw new IllegalStateException("no read");
    }

    private static Judgement.Outcome judge(Observed... history) {
        return CHECKER.judge(List.of(history)).outcome();
    }

    private Observed write(String value, String before, long from, long to) {
        return Observed.answered("w" + number++, "k", new Call.Write(value), Optional.ofNullable(before), from, to);
    }

    /** A write that nobody has heard of yet when the others have ended. */
    private Observed blind(String value, long from) {
        return Observed.pending("b" + number++, "k", new Call.Write(value), from);
    }

    private Observed read(String value, long from, long to) {
        return Observed.answered("r" + number++, "k", READ, Optional.ofNullable(value), from, to);
    }

    private Observed cas(String expected, String value, String before, long from, long to) {
        Call call = new Call.CompareAndSet(Optional.of(expected), value);
        return Observed.answered("c" + number++, "k", call, Optional.ofNullable(before), from, to);
    }
}

package org.testudo.gacp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastCodec;
import org.testudo.abcast.core.AbcastCore;
import org.testudo.abcast.core.AbcastSettings;
import org.testudo.abcast.core.Self;
import org.testudo.api.Delivery;
import org.testudo.api.Notice;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.notice.Offered;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.membership.core.MembershipCodec;
import org.testudo.membership.core.MembershipCore;
import org.testudo.simulator.Check;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.SourceMutant;
import org.testudo.simulator.Violation;
import org.testudo.simulator.check.Checks;

/** AB-22: ordering, membership and client access together; who comes back by a state answers clients as the others do. */
class AnswersAfterTransferTest {
    private static final int SEEDS = 10;
    private static final int OPERATIONS = 24;
    private static final int BACK = 3;
    private static final Duration ASKED = seconds(5);
    private static final String AGAIN = "answers are given again";

    /** A checkpoint each eight slots. */
    private static final AbcastSettings SETTINGS = AbcastSettings.of(new OrderingConfig(
            "abcast",
            8,
            4,
            1 << 10,
            64,
            64 << 20,
            8,
            ms(500),
            ms(200),
            seconds(5),
            seconds(5),
            100,
            seconds(1),
            JournalKind.NONE,
            ""));

    private static List<Layer<?>> layers(MemberContext context) {
        return List.of(
                new Layer<>(
                        new AbcastCore(
                                new Self(context.origin(), context.genesis(), context.firstViewKeys()), SETTINGS),
                        new AbcastCodec(context.lives(), SETTINGS.window())),
                new Layer<>(
                        new MembershipCore(
                                context.genesis(), context.firstView(), context.origin(), context.firstViewKeys()),
                        new MembershipCodec(context.lives())),
                new Layer<>(new GacpCore(new GacpLimits(32, 1_000, 100)), new GacpCodec()));
    }

    /** One member is away while a client has most of its operations executed; then it is asked for all of them again. */
    private static Simulation simulation() {
        Simulation simulation = Simulation.of(AnswersAfterTransferTest::layers)
                .group(4)
                .tolerating(1)
                .forming()
                .network(n -> n.delay(ms(1), ms(10)).duplicate(0.1).reorder())
                .application(Journal::new)
                .crash(ms(900), BACK)
                .restart(ms(2_500), BACK)
                .at(ms(600), run -> offer(run, run.client("alice").opening(), 0));
        for (int i = 0; i < OPERATIONS; i++) {
            int number = i;
            simulation.at(ms(700 + 60 * i), run -> {
                byte[] body = bytes("op" + number);
                offer(run, run.client("alice").next(RequestClass.APPLICATION, body), number % 3);
            });
        }
        return simulation
                .at(ms(2_300), run -> offerAll(run, 1)) // whatever a contact may have refused
                .at(ASKED, AnswersAfterTransferTest::askAgain)
                .at(
                        ASKED.plus(ms(100)),
                        run -> offer(run, run.client("alice").next(RequestClass.APPLICATION, bytes("last")), BACK))
                .calmAfter(ASKED.plus(seconds(1)))
                .until(seconds(20))
                .check(Checks.agreement(), Checks.equalStates(), Check.awaiting(AGAIN, AnswersAgain::new));
    }

    private static void askAgain(Run run) {
        for (int member = 0; member < 4; member++) offerAll(run, member);
    }

    private static void offerAll(Run run, int member) {
        Outsider client = run.client("alice");
        for (Request each : client.signed().stream().distinct().toList()) {
            offer(run, client.numbered(each.number(), each.kind(), each.body()), member);
        }
    }

    private static void offer(Run run, org.testudo.kernel.statement.Signed<Request> request, int member) {
        run.announce(member, new Offered(request));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoCameBackByAStateAnswersAgainAndExecutesNothingTwice() {
        AtomicInteger restored = new AtomicInteger();

        Result result = simulation()
                .seeds(SEEDS)
                .each(run -> {
                    SimulatedMember back = run.member(BACK);
                    if (!back.notices(StateRestored.class).isEmpty()) restored.incrementAndGet();
                    for (SimulatedMember each : run.correct()) {
                        Journal journal =
                                (Journal) each.application().orElseThrow().machine();
                        assertThat(journal.executed).hasSize(OPERATIONS + 1).doesNotHaveDuplicates();
                    }
                })
                .run();

        assertThat(restored.get()).as("states given").isGreaterThanOrEqualTo((int) result.seeds() / 2);
    }

    static Stream<Arguments> mutants() {
        String core = "gacp/src/main/java/org/testudo/gacp/core/";
        return Stream.of(
                arguments(
                        "answers missing from the checkpoint",
                        new SourceMutant(
                                core + "ClientSession.java",
                                "out.writeList(List.copyOf(answers.values()),",
                                "out.writeList(List.<Answered>of(),")),
                arguments(
                        "results missing from the checkpoint",
                        new SourceMutant(
                                core + "AnswerTable.java",
                                "out.writeList(kept.keys(), this::writeResult);",
                                "out.writeList(List.<KeptResults.Key>of(), this::writeResult);")),
                arguments(
                        "answers not taken from the state that was given",
                        new SourceMutant(
                                core + "GacpCore.java",
                                "table = settled.restore(restored,",
                                "settled.restore(restored,")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void theCheckCatchesAMemberThatHasForgottenItsAnswers(String name, SourceMutant mutant) throws Exception {
        Class<?> there = Class.forName(AnswersAfterTransferTest.class.getName(), true, mutant.load());
        var hunt = there.getDeclaredMethod("ofTheseClasses");
        hunt.setAccessible(true);

        String[] caught = ((String) hunt.invoke(null)).split("\n", 2);
        System.out.println("mutant '" + name + "' caught by '" + caught[0] + "' after " + caught[1] + " seeds");
        assertThat(caught[0]).isEqualTo(AGAIN);
    }

    /** In whatever class loader this class was loaded: what catches them, and after how many seeds. */
    static String ofTheseClasses() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                simulation().seed(seed).run();
            } catch (Violation caught) {
                return caught.check() + "\n" + (seed + 1);
            }
        }
        return "none\n" + SEEDS;
    }

    /** Remembers what it has executed, and answers how much that was. */
    private static final class Journal implements StateMachine, Snapshots {
        private final List<String> executed = new ArrayList<>();

        @Override
        public byte[] apply(Delivery operation) {
            executed.add(operation.origin() + "/" + operation.number());
            return bytes(executed.size() + " " + new String(operation.payload(), StandardCharsets.UTF_8));
        }

        @Override
        public byte[] digest() {
            return org.testudo.kernel.statement.Digest.of(bytes(String.join(",", executed)))
                    .toBytes();
        }

        @Override
        public void writeSnapshot(OutputStream out) throws IOException {
            out.write(bytes(String.join(",", executed)));
        }

        @Override
        public void readSnapshot(InputStream in) throws IOException {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            executed.clear();
            if (!text.isEmpty()) executed.addAll(List.of(text.split(",")));
        }
    }

    /** From the time at which all are asked again, everyone gives every answer, the same, with its result. */
    private static final class AnswersAgain implements Observer {
        private final Run run;
        private final Map<Long, Reply> first = new HashMap<>();
        private final Map<Integer, TreeSet<Long>> answered = new HashMap<>();

        AnswersAgain(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!(notice instanceof Answered it)) return;
            Reply before = first.putIfAbsent(it.reply().number(), it.reply());
            if (before != null && !before.equals(it.reply()))
                throw new Violation(AGAIN, "number " + it.reply().number() + " is " + before + " and " + it.reply());
            if (run.now().compareTo(ASKED) < 0) return;
            if (it.result().isEmpty())
                throw new Violation(
                        AGAIN,
                        member.id() + " has no result of number " + it.reply().number());
            answered.computeIfAbsent(member.index(), any -> new TreeSet<>())
                    .add(it.reply().number());
        }

        @Override
        public boolean satisfied() {
            return run.correct().stream()
                    .allMatch(member -> answered.getOrDefault(member.index(), new TreeSet<>())
                                    .size()
                            == OPERATIONS + 2);
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(AGAIN, "from " + ASKED + " on these were: " + answered);
        }
    }
}

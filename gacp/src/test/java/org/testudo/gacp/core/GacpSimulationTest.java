package org.testudo.gacp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.Notice;
import org.testudo.api.StateMachine;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.notice.Offered;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;
import org.testudo.simulator.attack.Silence;
import org.testudo.simulator.check.Checks;

/** CA-3, CA-4, AB-22 under seeds: every correct member answers every request, once executed, with the same reply. */
class GacpSimulationTest {
    private static final int OPERATIONS = 20;

    private static CoreFactory members(UnaryOperator<ProtocolCore<GacpMessage>> last) {
        return context -> {
            ProtocolCore<GacpMessage> core = new GacpCore(new GacpLimits(32, 1_000, 100));
            return List.of(
                    new Layer<>(new SequencerCore(), new SequencerCore.Codec(context.lives())),
                    new Layer<>(context.index() == 3 ? last.apply(core) : core, new GacpCodec()));
        };
    }

    private static Simulation simulation(UnaryOperator<ProtocolCore<GacpMessage>> last) {
        Simulation simulation = Simulation.of(members(last))
                .network(n -> n.delay(ms(1), ms(20)).duplicate(0.1).reorder())
                .application(Journal::new)
                .at(ms(1), GacpSimulationTest::open);
        for (int i = 0; i < 3 * OPERATIONS; i++) {
            String label = "offer " + i;
            simulation.at(ms(100 + 5 * i), run -> offerSomething(run, run.random(label)));
        }
        return simulation
                .at(ms(700), run -> offerAll(run, 1))
                .at(seconds(2), GacpSimulationTest::askAgain)
                .calmAfter(seconds(3))
                .check(Checks.agreement(), Check.awaiting("equal answers", EqualAnswers::new));
    }

    /** A client signs all that it will ever ask for, and opens its session. */
    private static void open(Run run) {
        Outsider client = run.client("alice");
        offer(run, client.opening(), 0);
        for (int i = 0; i < OPERATIONS; i++) client.next(RequestClass.APPLICATION, bytes("op" + i));
    }

    /** In any order, to any member, some twice. */
    private static void offerSomething(Run run, SeededRandom random) {
        offer(run, request(run, random.below(OPERATIONS + 1)), random.below(4));
    }

    private static void offerAll(Run run, int member) {
        for (int i = 0; i <= OPERATIONS; i++) offer(run, request(run, i), member);
    }

    private static void askAgain(Run run) {
        for (int member = 0; member < 4; member++) offerAll(run, member);
    }

    private static Signed<Request> request(Run run, int index) {
        Outsider client = run.client("alice");
        Request request = client.signed().get(index);
        return client.numbered(request.number(), request.kind(), request.body());
    }

    private static void offer(Run run, Signed<Request> request, int member) {
        run.announce(member, new Offered(request));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyRequestIsExecutedOnceAndAnsweredAlikeByAll() {
        simulation(core -> core)
                .seeds(40)
                .each(run -> run.correct().forEach(member -> {
                    Journal journal =
                            (Journal) member.application().orElseThrow().machine();
                    assertThat(journal.executed).hasSize(OPERATIONS).doesNotHaveDuplicates();
                }))
                .run();
    }

    @Test
    void aMemberThatFallsSilentChangesNoAnswer() {
        simulation(core -> core).byzantine(3, Silence::new).seeds(20).run();
    }

    @Test
    void aClientThatSignsTwoOperationsUnderOneNumberGetsOneOfThemAnsweredAlikeByAll() {
        simulation(core -> core)
                .at(ms(1), run -> offer(run, run.client("mallory").opening(), 0))
                .at(ms(200), run -> {
                    Outsider twoFaced = run.client("mallory");
                    for (int member = 0; member < 4; member++) {
                        byte[] body = bytes(member % 2 == 0 ? "one" : "other");
                        offer(run, twoFaced.numbered(2, RequestClass.APPLICATION, body), member);
                    }
                })
                .seeds(20)
                .run();
    }

    @Test
    void theCheckCatchesAMemberThatAnswersAnotherSlot() {
        Violation caught = simulation(core -> (now, event) -> core.on(now, event).stream()
                        .map(GacpSimulationTest::inAnotherSlot)
                        .toList())
                .hunt();

        assertThat(caught.check()).isEqualTo("equal answers");
    }

    private static Action<GacpMessage> inAnotherSlot(Action<GacpMessage> action) {
        if (!(action instanceof Action.Announce<GacpMessage> it) || !(it.notice() instanceof Answered answer))
            return action;
        Reply reply = answer.reply();
        Reply wrong = new Reply(
                reply.client(), reply.number(), reply.operation(), reply.slot() + 1, reply.failed(), reply.result());
        return new Action.Announce<>(new Answered(wrong, answer.result()));
    }

    /** Remembers what it has executed, and answers how much that was. */
    private static final class Journal implements StateMachine {
        private final List<String> executed = new ArrayList<>();

        @Override
        public byte[] apply(Delivery operation) {
            executed.add(operation.origin() + "/" + operation.number());
            return bytes(executed.size() + " " + new String(operation.payload(), StandardCharsets.UTF_8));
        }

        @Override
        public byte[] digest() {
            return bytes(String.join(",", executed).substring(0, Math.min(64, executed.size())) + ".");
        }
    }

    private static final class EqualAnswers implements Observer {
        private final Run run;
        private final Map<String, Reply> first = new HashMap<>();
        private final Map<SimulatedMember, Map<String, Boolean>> answered = new HashMap<>();

        EqualAnswers(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct() || !(notice instanceof Answered it)) return;
            String request = it.reply().client().principal() + "/" + it.reply().number();
            answered.computeIfAbsent(member, key -> new HashMap<>()).put(request, true);
            Reply before = first.putIfAbsent(request, it.reply());
            if (before != null && !before.equals(it.reply())) {
                throw new Violation("equal answers", request + " is " + before + " and " + it.reply());
            }
        }

        @Override
        public boolean satisfied() {
            return run.correct().stream()
                    .allMatch(member -> answered.getOrDefault(member, Map.of()).size() > OPERATIONS);
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation("equal answers", "these were answered: " + answered.values());
        }
    }
}

package org.testudo.simulator.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.NetworkPlan;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.check.Checks;

/** What stands between wire and cores does what the host does (HOST-2, GM-11, SICP-7, SICP-13). */
class EdgeTest {
    private static final byte[] NOBODY = "nobody".getBytes(StandardCharsets.UTF_8);

    private static Simulation simulation() {
        return Simulation.of(ToyCore::layers)
                .network(n -> n.exactly().delay(ms(1), ms(1)))
                .until(ms(1000));
    }

    private static List<String> heard(Run run, int member) {
        return ((ToyCore) run.member(member).core(0)).heard();
    }

    /** HOST-2. The line that changes the view never reaches m3; the greetings of those who are in it do. */
    @Test
    void messagesOfALaterViewAreKeptFromTheCores() {
        Run run = simulation()
                .submit(ms(100), 0, RequestClass.CONTROL, NOBODY)
                .drop((now, from, to, layer, message) ->
                        from == 0 && to == 3 && message instanceof ToyMessage.Line && now.compareTo(ms(90)) > 0)
                .check(Checks.nothingHonestRefused())
                .run()
                .last();

        assertThat(heard(run, 0)).containsExactlyInAnyOrder("m0 in 1", "m1 in 1", "m2 in 1");
        assertThat(heard(run, 3)).isEmpty();
    }

    /** HOST-2. Some greetings come before the line that brings their view. */
    @Test
    void whatWasParkedIsDeliveredAfterTheView() {
        Run run = Simulation.of(ToyCore::layers)
                .network(n -> n.exactly().delay(ms(1), ms(40)).reorder())
                .submit(ms(100), 0, RequestClass.CONTROL, NOBODY)
                .submit(ms(200), 0, RequestClass.CONTROL, NOBODY)
                .until(ms(1000))
                .check(Checks.nothingHonestRefused())
                .run()
                .last();

        for (int member = 0; member < 4; member++) {
            assertThat(heard(run, member)).hasSize(8).contains("m0 in 1", "m3 in 1", "m1 in 2", "m2 in 2");
        }
    }

    /** GM-11. */
    @Test
    void aMemberThatTurnsBadCannotSignForAViewThatItHasLeft() {
        List<Boolean> signed = new ArrayList<>();

        simulation()
                .submit(ms(100), 0, RequestClass.CONTROL, NOBODY)
                .submit(ms(200), 0, RequestClass.CONTROL, NOBODY)
                .byzantine(ms(300), 3, () -> signing(signed))
                .run();

        assertThat(signed).containsExactly(false, true);
    }

    @Test
    void aMemberThatWasAlwaysBadKeepsItsKeys() {
        List<Boolean> signed = new ArrayList<>();

        simulation()
                .submit(ms(100), 0, RequestClass.CONTROL, NOBODY)
                .submit(ms(200), 0, RequestClass.CONTROL, NOBODY)
                .byzantine(3, () -> signing(signed))
                .run();

        assertThat(signed).containsExactly(true, true);
    }

    /** Tries the keys of views 1 and 2 once both are over or in force. */
    private static Attack signing(List<Boolean> signed) {
        return new Attack() {
            @Override
            public void begin(AttackContext context) {
                context.later(ms(400), () -> {
                    for (long view = 1; view <= 2; view++)
                        signed.add(sign(context, view, 0).isPresent());
                });
            }

            @Override
            public List<? extends Action<?>> corrupt(
                    int layer, Event<?> event, List<? extends Action<?>> actions, AttackContext context) {
                return actions;
            }
        };
    }

    private static Optional<Signature> sign(AttackContext context, long view, long variant) {
        StatementHeader header = new StatementHeader.ViewBound(context.life(), view, 0, 1, StatementTypes.TEST);
        return context.sign(header, new byte[0], variant);
    }

    /** SICP-7. */
    @Test
    void theExcludedIsCutOff() {
        Run run = simulation()
                .submit(ms(100), 0, RequestClass.CONTROL, "m3".getBytes(StandardCharsets.UTF_8))
                .submit(ms(200), 3, "too late")
                .run()
                .last();

        assertThat(run.submissions()).hasSize(2);
        assertThat(run.member(0).deliveries().stream().flatMap(slot -> slot.requests().stream()))
                .isEmpty();
    }

    @Test
    void wantedViewKeysAreBroughtByTheHost() {
        List<Integer> brought = new ArrayList<>();
        Run run = simulation().announce(ms(10), 1, new ViewKeysWanted(4)).run().last();

        run.member(1)
                .notices(ViewKeysReady.class)
                .forEach(ready -> brought.add(ready.keys().size()));

        assertThat(brought).containsExactly(4);
    }

    @Test
    void aRelayedRequestIsHandedOnOnlyIfItIsProved() {
        Run run = simulation()
                .at(ms(10), now -> {
                    Outsider client = now.client("dora");
                    now.submit(0, new Payload.Relayed(client.opening()));
                    now.submit(0, new Payload.Relayed(client.numbered(1, RequestClass.SESSION, NOBODY)));
                    now.submit(0, new Payload.Relayed(client.next(RequestClass.APPLICATION, NOBODY)));
                })
                .run()
                .last();

        assertThat(run.submissions()).hasSize(2);
        assertThat(run.client("dora").signed()).hasSize(3);
    }

    /** SICP-13. */
    @Test
    void oneStatementHasManySignatures() {
        List<Signature> signatures = new ArrayList<>();
        Attack attack = (layer, event, actions, context) -> {
            for (long variant = 0; variant < 2; variant++) {
                sign(context, 0, variant).ifPresent(signatures::add);
            }
            return actions;
        };

        simulation().byzantine(3, () -> attack).run();

        assertThat(signatures.get(0)).isNotEqualTo(signatures.get(1));
    }

    @Test
    void twinsAndSensorsHaveTheKeysOfTheGenesis() {
        Run run = simulation().network(NetworkPlan::exactly).run().last();
        var founder = run.genesis().members().get(2);

        assertThat(founder.member()).isEqualTo(new MemberId("m2"));
        assertThat(founder.sensors().get(0).key()).isEqualTo(run.sensor(2).key());
    }
}

package org.testudo.simulator.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.NetworkPlan;
import org.testudo.simulator.Result;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.check.Checks;

/**
 * What a member delivered before its crash counts; what its next start delivers is judged as that of any other member. The
 * toy does not catch up: its new start, which is there before anything is submitted, sees all that follows.
 */
class RestartChecksTest {
    private static final ToyCore.Mutation NONE = new ToyCore.Mutation() {};

    private static Simulation simulation(Function<MemberContext, ToyCore.Mutation> mutation) {
        return Simulation.of(context -> ToyCore.layers(context, mutation.apply(context)))
                .network(NetworkPlan::exactly)
                .submit(ms(100), 0, "a")
                .crash(ms(1), 2)
                .restart(ms(2), 2)
                .submit(ms(200), 1, "b")
                .calmAfter(ms(300))
                .until(ms(1000));
    }

    /** Of m2, the start with this number delivers something else. */
    private static Simulation delivering(int start, Function<SlotDelivery, List<SlotDelivery>> change) {
        return simulation(context -> {
            boolean bad = context.index() == 2 && context.start().number() == start;
            return !bad
                    ? NONE
                    : new ToyCore.Mutation() {
                        @Override
                        public List<SlotDelivery> delivers(SlotDelivery good) {
                            return good.requests().isEmpty() ? List.of(good) : change.apply(good);
                        }
                    };
        });
    }

    private static SlotDelivery moved(SlotDelivery good) {
        return new SlotDelivery(
                good.slot(),
                good.view() + 1,
                good.birthEpoch(),
                good.agreedTime(),
                good.historyChain(),
                good.requests());
    }

    private static void caught(Simulation broken, Check check) {
        assertThat(broken.check(check).hunt().check()).isEqualTo(check.name());
    }

    @Test
    void aNewStartThatWorksPassesAllChecks() {
        Result result = simulation(context -> NONE)
                .check(Checks.integrity(), Checks.oneChain(), Checks.fifo(), Checks.totalOrder())
                .check(Checks.equalAgreedTime(), Checks.deliveryAfterCalm(), Checks.nothingHonestRefused())
                .run();

        assertThat(result.last().member(2).context().start().number()).isEqualTo(1);
        assertThat(result.last().member(2).deliveries()).hasSizeGreaterThan(1);
    }

    @Test
    void agreementCatchesANewStartThatDeliversSomethingElse() {
        caught(delivering(1, good -> List.of(moved(good))), Checks.agreement());
    }

    /** Nobody else has delivered the slot yet that the first start delivers before it crashes. */
    @Test
    void agreementHoldsAMemberToWhatItDeliveredBeforeItsCrash() {
        Simulation broken = delivering(0, good -> List.of(moved(good)))
                .submit(ms(0), 2, "early")
                .crash(ms(60), 2)
                .restart(ms(61), 2);

        caught(broken, Checks.agreement());
    }

    @Test
    void integrityCatchesANewStartThatDeliversTwice() {
        caught(delivering(1, good -> List.of(good, good)), Checks.integrity());
    }

    @Test
    void deliveryAfterCalmCatchesANewStartThatStaysBehind() {
        caught(delivering(1, good -> List.of()), Checks.deliveryAfterCalm());
    }

    @Test
    void deliveryAfterCalmOwesNothingToAStartThatCrashed() {
        Result result = simulation(context -> NONE)
                .partition(ms(140), ms(170), List.of(List.of(2)))
                .submit(ms(150), 2, "lost")
                .crash(ms(160), 2)
                .check(Checks.deliveryAfterCalm())
                .run();

        assertThat(result.last().submissions()).hasSize(3);
    }

    @Test
    void oneChainCatchesANewStartThatBeginsElsewhere() {
        Simulation broken = simulation(context -> context.start().again() ? staying(context) : NONE)
                .submit(
                        ms(150),
                        0,
                        org.testudo.kernel.order.RequestClass.CONTROL,
                        "m3".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        caught(broken, Checks.oneChain());
    }

    private static ToyCore.Mutation staying(MemberContext context) {
        return new ToyCore.Mutation() {
            @Override
            public ViewRecord installs(ViewRecord good) {
                return context.firstView();
            }
        };
    }
}

package org.testudo.simulator.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.NetworkPlan;
import org.testudo.simulator.Result;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;
import org.testudo.simulator.attack.Silence;
import org.testudo.simulator.check.Checks;

/** Every check passes a group that works, and catches one that is broken in the way that it guards against. */
class ChecksTest {
    private static final ToyCore.Mutation NONE = new ToyCore.Mutation() {};

    /** Three members submit; the last one is silent from the beginning and leaves at the end. */
    private static Simulation simulation(Function<MemberContext, ToyCore.Mutation> mutation) {
        return Simulation.of(context -> ToyCore.layers(context, mutation.apply(context)))
                .network(NetworkPlan::exactly)
                .byzantine(3, Silence::new)
                .submit(ms(1), 0, "a")
                .submit(ms(30), 1, "b")
                .submit(ms(60), 1, "c")
                .submit(ms(90), 2, "d")
                .submit(ms(120), 0, RequestClass.CONTROL, "m3".getBytes(StandardCharsets.UTF_8))
                .calmAfter(ms(200))
                .until(ms(1000));
    }

    /** As {@link #simulation}, with a member m1 that delivers something else. */
    private static Simulation delivering(Function<SlotDelivery, List<SlotDelivery>> change) {
        return simulation(context -> context.index() == 1 ? changing(change) : NONE);
    }

    private static ToyCore.Mutation changing(Function<SlotDelivery, List<SlotDelivery>> change) {
        return new ToyCore.Mutation() {
            @Override
            public List<SlotDelivery> delivers(SlotDelivery good) {
                return good.requests().isEmpty() ? List.of(good) : change.apply(good);
            }
        };
    }

    private static ToyCore.Mutation announcing(Notice notice) {
        return new ToyCore.Mutation() {
            @Override
            public List<Notice> announces() {
                return List.of(notice);
            }
        };
    }

    private static SlotDelivery with(SlotDelivery good, Instant time, List<Request> requests) {
        return new SlotDelivery(good.slot(), good.view(), good.birthEpoch(), time, good.historyChain(), requests);
    }

    private static SlotDelivery with(SlotDelivery good, Request request) {
        return with(good, good.agreedTime(), List.of(request));
    }

    private static Request body(Request request, String body) {
        return new Request(request.origin(), request.number(), request.kind(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean is(SlotDelivery delivery, String body) {
        return new String(delivery.requests().get(0).body(), StandardCharsets.UTF_8).equals(body);
    }

    private static void caught(Simulation broken, Check check) {
        Violation violation = broken.check(check).hunt();

        assertThat(violation.check()).isEqualTo(check.name());
    }

    @Test
    void allPassAGroupThatWorks() {
        Result result = simulation(context -> NONE)
                .check(Checks.agreement(), Checks.totalOrder(), Checks.integrity(), Checks.fifo(), Checks.oneChain())
                .check(Checks.noFalseExclusion(), Checks.noEvidenceAgainstCorrect(), Checks.equalAgreedTime())
                .check(Checks.deliveryAfterCalm(), Checks.nothingHonestRefused(), Checks.equalStates())
                .check(Checks.boundedState(10, core -> ((ToyCore) core).size()))
                .application(Appending::new)
                .run();

        assertThat(result.last().live()).hasSize(3).allSatisfy(member -> {
            assertThat(member.deliveries()).hasSizeGreaterThan(5);
            assertThat(member.view().excluded(new MemberId("m3"))).isTrue();
        });
    }

    @Test
    void agreementCatchesAMemberThatDeliversSomethingElse() {
        caught(delivering(good -> List.of(with(good, body(good.requests().get(0), "x")))), Checks.agreement());
    }

    @Test
    void agreementCatchesAMemberThatDeliversASlotTwice() {
        caught(delivering(good -> List.of(good, good)), Checks.agreement());
    }

    @Test
    void totalOrderCatchesAMemberThatSwapsTwoSlots() {
        List<SlotDelivery> held = new ArrayList<>();
        caught(delivering(good -> swapped(held, good)), Checks.totalOrder());
    }

    /** Holds the first delivery back until the second; both keep their requests and take the other's slot. */
    private static List<SlotDelivery> swapped(List<SlotDelivery> held, SlotDelivery good) {
        held.add(good);
        if (held.size() == 1) return List.of();
        if (held.size() > 2) return List.of(good);
        return List.of(
                with(held.get(0), good.requests().get(0)),
                with(good, held.get(0).requests().get(0)));
    }

    @Test
    void totalOrderCatchesAMemberThatGoesBack() {
        List<SlotDelivery> held = new ArrayList<>();
        caught(
                delivering(good -> {
                    held.add(good);
                    return held.size() == 1 ? List.of() : held.size() == 2 ? List.of(good, held.get(0)) : List.of(good);
                }),
                Checks.totalOrder());
    }

    @Test
    void integrityCatchesWhatNobodyAskedFor() {
        caught(
                simulation(context ->
                        changing(good -> List.of(with(good, body(good.requests().get(0), "x"))))),
                Checks.integrity());
    }

    @Test
    void integrityCatchesARequestThatIsDeliveredTwice() {
        caught(
                delivering(good -> List.of(with(
                        good,
                        good.agreedTime(),
                        List.of(good.requests().get(0), good.requests().get(0))))),
                Checks.integrity());
    }

    @Test
    void integrityCatchesARequestThatIsDeliveredAgainUnderANewNumber() {
        caught(
                delivering(good -> {
                    Request once = good.requests().get(0);
                    Request again = new Request(once.origin(), once.number() + 100, once.kind(), once.body());
                    return List.of(with(good, good.agreedTime(), List.of(once, again)));
                }),
                Checks.integrity());
    }

    @Test
    void fifoCatchesAGroupThatSwapsTwoRequestsOfOneOrigin() {
        caught(
                simulation(context -> {
                    List<SlotDelivery> held = new ArrayList<>();
                    return changing(good -> is(good, "a") || is(good, "d") ? List.of(good) : swapped(held, good));
                }),
                Checks.fifo());
    }

    @Test
    void fifoCatchesAGroupThatLeavesOneOut() {
        caught(simulation(context -> changing(good -> is(good, "b") ? List.of() : List.of(good))), Checks.fifo());
    }

    @Test
    void oneChainCatchesAMemberWithARecordOfItsOwn() {
        caught(
                simulation(context -> context.index() == 1 ? installing(view -> reasoned(view, "else")) : NONE),
                Checks.oneChain());
    }

    @Test
    void oneChainCatchesARecordThatDoesNotFollow() {
        caught(
                simulation(context -> installing(view -> new ViewRecord(
                        view.id() + 1,
                        view.life(),
                        view.firstSlot(),
                        view.startSeat(),
                        view.historyChain(),
                        view.previous(),
                        view.quorum(),
                        view.versions(),
                        view.agreedTime(),
                        view.seats(),
                        view.standbys(),
                        view.exclusions(),
                        view.charter(),
                        view.reason()))),
                Checks.oneChain());
    }

    private static ToyCore.Mutation installing(Function<ViewRecord, ViewRecord> change) {
        return new ToyCore.Mutation() {
            @Override
            public ViewRecord installs(ViewRecord good) {
                return change.apply(good);
            }
        };
    }

    private static ViewRecord reasoned(ViewRecord view, String reason) {
        return new ViewRecord(
                view.id(),
                view.life(),
                view.firstSlot(),
                view.startSeat(),
                view.historyChain(),
                view.previous(),
                view.quorum(),
                view.versions(),
                view.agreedTime(),
                view.seats(),
                view.standbys(),
                view.exclusions(),
                view.charter(),
                reason);
    }

    @Test
    void noFalseExclusionCatchesAViewWithoutACorrectMember() {
        caught(
                simulation(context -> NONE)
                        .submit(ms(150), 0, RequestClass.CONTROL, "m2".getBytes(StandardCharsets.UTF_8)),
                Checks.noFalseExclusion());
    }

    @Test
    void noFalseExclusionCatchesAVerdictAgainstACorrectMember() {
        Notice verdict = new Judged(1, new MemberId("m2"), "guilty", true);

        caught(simulation(context -> announcing(verdict)), Checks.noFalseExclusion());
    }

    @Test
    void noEvidenceCatchesAConvictionOfACorrectMember() {
        caught(
                simulation(context -> announcing(misbehaved(context, "m2", "m2", "y"))),
                Checks.noEvidenceAgainstCorrect());
    }

    @Test
    void noEvidenceCatchesWhatDoesNotConvict() {
        caught(
                simulation(context -> announcing(misbehaved(context, "m3", "m3", "x"))),
                Checks.noEvidenceAgainstCorrect());
        caught(
                simulation(context -> announcing(misbehaved(context, "m3", "m1", "y"))),
                Checks.noEvidenceAgainstCorrect());
    }

    private static Notice misbehaved(MemberContext context, String target, String signer, String otherBody) {
        StatementHeader header = new StatementHeader.ViewBound(context.life(), 0, 0, 1, StatementTypes.TEST);
        Signature signature = Signature.fromBytes(new byte[Signature.LENGTH]);
        Principal who = Principal.of(new MemberId(signer));
        return new Misbehaved(
                new MemberId(target),
                new Contradiction(
                        new Claim.SignedBy(who, header, new byte[] {'x'}, signature),
                        new Claim.SignedBy(who, header, otherBody.getBytes(StandardCharsets.UTF_8), signature)));
    }

    @Test
    void equalAgreedTimeCatchesAMemberWithATimeOfItsOwn() {
        caught(
                delivering(good -> List.of(with(good, good.agreedTime().plusMillis(1), good.requests()))),
                Checks.equalAgreedTime());
    }

    @Test
    void equalAgreedTimeCatchesAGroupThatGoesBackInTime() {
        caught(
                simulation(context -> changing(good ->
                        List.of(with(good, good.agreedTime().minusSeconds(10 * good.slot()), good.requests())))),
                Checks.equalAgreedTime());
    }

    @Test
    void deliveryAfterCalmCatchesAMemberThatForgets() {
        caught(delivering(good -> is(good, "c") ? List.of() : List.of(good)), Checks.deliveryAfterCalm());
    }

    @Test
    void deliveryAfterCalmCatchesAGroupThatForgets() {
        caught(
                simulation(context -> changing(good -> is(good, "c") ? List.of() : List.of(good))),
                Checks.deliveryAfterCalm());
    }

    @Test
    void boundedStateCatchesACoreThatGrows() {
        caught(simulation(context -> NONE), Checks.boundedState(2, core -> ((ToyCore) core).size()));
    }

    @Test
    void equalStatesCatchesAnApplicationThatDependsOnItsMember() {
        int[] made = {0};

        caught(simulation(context -> NONE).application(() -> new Appending(made[0]++)), Checks.equalStates());
    }

    @Test
    void nothingHonestRefusedCatchesACodecThatIsNotWhole() {
        Simulation broken = Simulation.of(
                        context -> List.of(new Layer<>(new ToyCore(context, NONE), new ToyCodec(context.life(), true))))
                .network(NetworkPlan::exactly)
                .until(ms(100));

        Violation caught = broken.check(Checks.nothingHonestRefused()).hunt();

        assertThat(caught.check()).isIn(Checks.NOTHING_REFUSED, "codec");
    }

    /** Keeps the first bytes of all operations; some members add their own number. */
    private static final class Appending implements StateMachine {
        private final StringBuilder state = new StringBuilder();

        Appending() {
            this(0);
        }

        Appending(int noise) {
            state.append(noise);
        }

        @Override
        public byte[] apply(Delivery operation) {
            state.append((char) operation.payload()[0]);
            return new byte[0];
        }

        @Override
        public byte[] digest() {
            return state.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}

package org.testudo.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.testudo.api.Delivery;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Recovered;

/** A member's state machine, run as the ordered lane of the host runs it. */
public final class SimulatedApplication {
    private final SimulatedMember member;
    private final Run run;
    private final StateMachine machine;
    private final Set<Long> wanted = new TreeSet<>();
    private final Set<Long> takeAfter = new TreeSet<>();
    private long handedOver = -1;
    private long executed = -1;

    SimulatedApplication(SimulatedMember member, Run run, Supplier<StateMachine> make) {
        this.member = member;
        this.run = run;
        this.machine = make.get();
    }

    /** The state machine itself. */
    public StateMachine machine() {
        return machine;
    }

    /** With the first event of the cores. */
    void begin() {
        member.context().genesis().recovered().flatMap(Recovered::application).ifPresent(this::take);
        member.told(new HoldsState(HoldsState.APPLICATION, machine instanceof Snapshots));
    }

    /** The state after this slot is wanted: now, or when the slot has come. */
    void due(long slot) {
        wanted.add(slot);
        if (handedOver == slot) delivered(slot);
    }

    /** A slot has left the cores: what is asked for next will be as after it. */
    void delivered(long slot) {
        handedOver = slot;
        if (!wanted.remove(slot)) return;
        takeAfter.add(slot);
        if (executed == slot) share(slot);
    }

    private void share(long slot) {
        if (!takeAfter.remove(slot) || !(machine instanceof Snapshots it)) return;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            it.writeSnapshot(out);
        } catch (IOException e) {
            throw new IllegalStateException("the application cannot write its state", e);
        }
        member.told(new StateShare(slot, HoldsState.APPLICATION, Snapshot.of(out.toByteArray())));
    }

    void restore(StateRestored given) {
        if (member.stopped()) return;
        handedOver = Math.max(handedOver, given.slot());
        executed = given.slot();
        wanted.removeIf(slot -> slot <= given.slot());
        takeAfter.removeIf(slot -> slot <= given.slot());
        take(given.shares().get(HoldsState.APPLICATION));
    }

    private void take(Snapshot share) {
        try {
            ((Snapshots) machine).readSnapshot(new ByteArrayInputStream(share.content()));
        } catch (IOException e) {
            throw new Violation("state of the application", member.id() + " cannot read what it was given", e);
        }
    }

    void execute(SlotDelivery slot) {
        if (member.stopped() || slot.slot() <= executed) return;
        List<Executed.Answer> answers = new ArrayList<>();
        int position = 0;
        for (Request request : slot.requests()) {
            if (request.kind() == RequestClass.APPLICATION) answers.add(answer(slot, request, position));
            position++;
        }
        member.told(new Executed(slot.slot(), answers));
        member.happensToAll(new Event.Applied<>(slot.slot(), digest(answers)));
        executed = slot.slot();
        share(executed);
    }

    private Executed.Answer answer(SlotDelivery slot, Request request, int position) {
        Delivery operation = delivery(slot, request, position);
        boolean failed = false;
        byte[] result;
        try {
            result = machine.apply(operation);
        } catch (RuntimeException e) {
            failed = true;
            result = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
        }
        run.applied(member, operation, result);
        return new Executed.Answer(request, result, failed);
    }

    static Delivery delivery(SlotDelivery slot, Request request, int position) {
        return new Delivery(
                request.origin().principal(),
                request.origin().incarnation(),
                request.number(),
                request.body().clone(),
                slot.slot(),
                position,
                slot.view(),
                slot.agreedTime());
    }

    private static Digest digest(List<Executed.Answer> answers) {
        return Digest.of(out -> out.writeList(
                answers, (answer, to) -> to.writeBoolean(answer.failed()).writeBytes(answer.result())));
    }
}

package org.testudo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.testudo.api.Delivery;
import org.testudo.api.StateMachine;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;

/** A member's state machine, run as the ordered lane of the host runs it. */
public final class SimulatedApplication {
    private final SimulatedMember member;
    private final Run run;
    private final StateMachine machine;

    SimulatedApplication(SimulatedMember member, Run run, Supplier<StateMachine> make) {
        this.member = member;
        this.run = run;
        this.machine = make.get();
    }

    /** The state machine itself. */
    public StateMachine machine() {
        return machine;
    }

    void execute(SlotDelivery slot) {
        if (member.stopped()) return;
        List<Executed.Answer> answers = new ArrayList<>();
        int position = 0;
        for (Request request : slot.requests()) {
            if (request.kind() == RequestClass.APPLICATION) answers.add(answer(slot, request, position));
            position++;
        }
        member.told(new Executed(slot.slot(), answers));
        member.happensToAll(new Event.Applied<>(slot.slot(), digest(answers)));
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

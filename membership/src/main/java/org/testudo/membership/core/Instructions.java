package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What operators tell the group (GM-24): the next instruction in the row, before it expires, with the approvals of enough
 * distinct operators whose keys are not revoked. Replicated state, one number. That the approvals are signed was checked before.
 */
final class Instructions {
    private final Genesis genesis;
    private long last;

    Instructions(Genesis genesis) {
        this.genesis = genesis;
    }

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeLong(last);
    }

    void restore(WireReader in) throws MalformedException {
        last = in.readCount();
    }

    /** The number of the last one that was taken; 0 before the first. */
    long last() {
        return last;
    }

    /** Carries it out if it counts; from then on its number is used up, whatever came of it. */
    void apply(Command.Operate command, Fold fold, Parts parts) {
        Instruction instruction = command.instruction();
        List<String> approving = approving(command, parts.revocations());
        Optional<String> flaw = flaw(instruction, approving, fold);
        if (flaw.isPresent()) {
            fold.tell(new InstructionJudged(fold.slot(), instruction, flaw.get(), false));
            return;
        }
        last = instruction.number();
        String by = "operators " + String.join(", ", approving) + ", instruction " + last;
        String verdict = instruction.act().accept(new Acts(fold, parts, by));
        fold.tell(new InstructionJudged(fold.slot(), instruction, verdict, true));
    }

    private Optional<String> flaw(Instruction instruction, List<String> approving, Fold fold) {
        if (instruction.number() != last + 1) return Optional.of("the next instruction has the number " + (last + 1));
        if (fold.agreedTime().isAfter(instruction.expires()))
            return Optional.of("it expired at " + instruction.expires() + ", before " + fold.agreedTime());
        if (fold.agreedTime().plus(Instruction.LONGEST).isBefore(instruction.expires()))
            return Optional.of("it expires at " + instruction.expires() + ", more than " + Instruction.LONGEST.toDays()
                    + " days after " + fold.agreedTime());
        int needed = genesis.operators().needed();
        if (approving.size() < needed)
            return Optional.of("approved by " + approving + ", needed are " + needed + " operators");
        // Each is shown by a view; one that nobody could vote in would be the last.
        if (!fold.floor().allowsView(fold.seats()))
            return Optional.of("no further view can be formed yet; hand it in again");
        return Optional.empty();
    }

    /** Whose words count, by name: each once, however often it stands there. */
    private List<String> approving(Command.Operate command, Revocations revocations) {
        Set<String> names = new TreeSet<>();
        for (Approval each : command.approvals()) {
            boolean counts = genesis.operators().include(each.bearer())
                    && !revocations.inForce().revokes(each.bearer())
                    && !revokes(command.instruction().act(), each.bearer());
            if (counts) names.add(each.operator());
        }
        return new ArrayList<>(names);
    }

    /** Nobody whom a CRL revokes has a say in whether it comes into force. */
    private static boolean revokes(Act act, Bearer operator) {
        return act instanceof Act.Revoke it && it.revocation().list().revokes(operator);
    }
}

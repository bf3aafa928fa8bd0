package org.testudo.kernel.command;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.wire.MalformedException;

/**
 * A file that goes from operator to operator and collects their approvals of one instruction (GM-24). What it says counts for
 * nothing before enough of them have signed it.
 *
 * @param life of the group for which it is meant
 * @param approvals by distinct operators, in the order in which they came
 */
public record InstructionArchive(GroupLife life, Instruction instruction, List<Approval> approvals) {
    /** The longest file that is read. */
    public static final int MAX_BYTES = 256 << 10;

    private static final SealedFile FORM = new SealedFile("TSTDINS\n", 1, "an instruction");

    public InstructionArchive {
        approvals = List.copyOf(approvals);
    }

    /** With one approval more; an earlier one of the same operator is replaced. */
    public InstructionArchive with(Approval approval) {
        List<Approval> all = new ArrayList<>(approvals);
        all.removeIf(each -> each.operator().equals(approval.operator()));
        all.add(approval);
        return new InstructionArchive(life, instruction, all);
    }

    /** The same with the valid approvals alone, one of each operator: who carries a file could else spoil it by adding one. */
    public InstructionArchive valid(Operators operators, Verifier verifier) {
        List<String> names = new ArrayList<>();
        List<Approval> counting = new ArrayList<>();
        for (Approval each : approvals) {
            Claim.SignedBy claim = each.claim(life, instruction);
            boolean counts = operators.include(each.bearer())
                    && !names.contains(each.operator())
                    && verifier.verify(each.key(), claim.header().statement(claim.body()), claim.signature());
            if (!counts) continue;
            names.add(each.operator());
            counting.add(each);
        }
        return new InstructionArchive(life, instruction, counting);
    }

    /** Who approves it by a valid signature: the others only wrote their names. */
    public List<String> approving(Operators operators, Verifier verifier) {
        return valid(operators, verifier).approvals().stream()
                .map(Approval::operator)
                .toList();
    }

    /** What is handed in. */
    public Command.Operate command() {
        return new Command.Operate(instruction, approvals);
    }

    /** The content of the file. */
    public byte[] encode() {
        return FORM.encode(out -> {
            life.genesis().write(out);
            life.life().write(out);
            instruction.write(out);
            out.writeList(approvals, Approval::write);
        });
    }

    /**
     * Reads the content of a file; that its approvals are signed is not said.
     *
     * @throws MalformedException if these bytes are no such file, of another version, cut short or damaged; the text says which
     */
    public static InstructionArchive decode(byte[] bytes) throws MalformedException {
        return FORM.decode(
                bytes,
                MAX_BYTES,
                in -> new InstructionArchive(
                        new GroupLife(Digest.read(in), Digest.read(in)),
                        Instruction.read(in),
                        in.readList(Operators.MOST, Approval::read)));
    }
}

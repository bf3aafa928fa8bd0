package org.testudo.kernel.command;

import java.time.Duration;
import java.time.Instant;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What operators tell the group: one act, at one place in the row of their instructions (GM-24). All of them number together,
 * so that of two instructions under one number one has an effect, and what was carried out is never carried out again.
 *
 * @param number from 1 without gaps, in one life of the group
 * @param expires the last agreed time at which it may be delivered and still counts (AB-27); at most {@link #LONGEST} after its
 *     delivery
 */
public record Instruction(long number, Instant expires, Act act) {
    /** It counts for no longer than this: what was signed and forgotten would wait for whoever holds the file. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** The header under which an operator approves it. The life is part of it: what was approved for one counts in no other. */
    public StatementHeader header(GroupLife life, Bearer operator) {
        return new StatementHeader.ViewFree(
                life, new Origin(operator.principal(), operator.key(), 0), number, StatementTypes.APPROVAL);
    }

    /** The body that each operator signs. */
    public byte[] body() {
        return Digest.of(this::write).toBytes();
    }

    public static Instruction read(WireReader in) throws MalformedException {
        long number = in.readCount();
        if (number < 1) throw new MalformedException("instruction number " + number);
        return new Instruction(number, in.readInstant(), Act.read(in));
    }

    public void write(WireWriter out) {
        act.write(out.writeLong(number).writeInstant(expires));
    }

    /** For people, in one line. */
    public String describe() {
        return "instruction " + number + ", " + act.describe();
    }
}

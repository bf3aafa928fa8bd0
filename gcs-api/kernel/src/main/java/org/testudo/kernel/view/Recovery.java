package org.testudo.kernel.view;

import java.util.Optional;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What operators say when a group has lost the state of more members than it bears (GM-22): from which state of which life a
 * new life begins. It is part of the new life's genesis, so that only members that were given the same word form a group.
 *
 * @param ended the life that is over
 * @param view the last view of it that is known to be certified
 * @param record digest of that view's record
 * @param slot after which the state is; what came later is lost
 * @param state digest of the state, as a quorum signed it (AB-23)
 * @param skipped the slot with the command that stopped too many members (HOST-5); above {@code slot}
 * @param founding digest of what the new life is founded on beside this: roster, operators, policy
 */
public record Recovery(
        GroupLife ended, long view, Digest record, long slot, Digest state, Optional<Long> skipped, Digest founding) {
    /** Statement type of an operator's word for it: view-free, repeated with equal content. */
    public static final int STATEMENT_TYPE = 0x0402;

    /** The header under which an operator signs it: it names the life that ends. */
    public StatementHeader header(Bearer operator) {
        Origin origin = new Origin(operator.principal(), operator.key(), 0);
        return new StatementHeader.ViewFree(ended, origin, slot, STATEMENT_TYPE);
    }

    /** The body that each operator signs. */
    public byte[] body() {
        return digest().toBytes();
    }

    /** Names it in the genesis of the new life. */
    public Digest digest() {
        return Digest.of(this::write);
    }

    public static Recovery read(WireReader in) throws MalformedException {
        return new Recovery(
                new GroupLife(Digest.read(in), Digest.read(in)),
                in.readCount(),
                Digest.read(in),
                in.readCount(),
                Digest.read(in),
                in.readOptional(WireReader::readCount),
                Digest.read(in));
    }

    public void write(WireWriter out) {
        ended.genesis().write(out);
        ended.life().write(out);
        out.writeLong(view);
        record.write(out);
        out.writeLong(slot);
        state.write(out);
        out.writeOptional(skipped, (each, to) -> to.writeLong(each));
        founding.write(out);
    }

    /** For people: what whoever used the group before must know. */
    public String describe() {
        String lost = skipped.map(it -> "; the command in slot " + it + " is left out")
                .orElse("");
        return "begun by operators from slot " + slot + " of life "
                + ended.life().toHex().substring(0, 16) + ", what came after it is lost" + lost;
    }
}

package org.testudo.kernel.command;

import java.time.Instant;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** A request that may change the membership (GM-3): the body of a request of class {@code CONTROL}. */
public sealed interface Command {
    /** The most view keys that one command brings. */
    int MAX_KEYS = 16;

    /**
     * The origin, a member, announces public keys for views ahead, in order (GM-11).
     *
     * @param first position of the first key among all that this incarnation announces, from 0
     */
    record ViewKeys(long first, List<StatementKey> keys) implements Command {
        public ViewKeys {
            keys = List.copyOf(keys);
        }
    }

    /** A demand to exclude a member on evidence that convicts alone (AD-10). */
    record Convict(MemberId target, long incarnation, Evidence evidence) implements Command {}

    /** The origin, a member, accuses another on its own observation; Q distinct ones exclude (GM-3). */
    record Accuse(MemberId target, long incarnation, String observation) implements Command {}

    /**
     * The origin, a sensor, reports on the member whose host it watches (AD-12).
     *
     * @param fingerprint of the target's certificate
     * @param observed by the sensor's clock
     */
    record Report(MemberId target, Digest fingerprint, Instant observed, Alert alert) implements Command {}

    /** Everything nested that must be verified before the command is believed. */
    default List<Claim> claims() {
        return this instanceof Convict convict ? convict.evidence.claims() : List.of();
    }

    default byte[] encode() {
        return WireWriter.bytes(this::write);
    }

    private void write(WireWriter out) {
        if (this instanceof ViewKeys it) {
            out.writeByte(1).writeLong(it.first).writeList(it.keys, StatementKey::write);
        } else if (this instanceof Convict it) {
            out.writeByte(2).writeText(it.target.name()).writeLong(it.incarnation);
            it.evidence.write(out);
        } else if (this instanceof Accuse it) {
            out.writeByte(3)
                    .writeText(it.target.name())
                    .writeLong(it.incarnation)
                    .writeText(it.observation);
        } else if (this instanceof Report it) {
            out.writeByte(4).writeText(it.target.name());
            it.fingerprint.write(out);
            out.writeInstant(it.observed);
            it.alert.write(out);
        }
    }

    /** Reads one whole command. */
    static Command decode(byte[] body, GroupLife life) throws MalformedException {
        return WireReader.whole(body, in -> read(in, life));
    }

    private static Command read(WireReader in, GroupLife life) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case 1 -> new ViewKeys(in.readCount(), in.readList(MAX_KEYS, StatementKey::read));
            case 2 -> new Convict(Origin.readMember(in), in.readCount(), Evidence.read(in, life));
            case 3 -> new Accuse(Origin.readMember(in), in.readCount(), in.readText(Alert.MAX_TEXT));
            case 4 -> new Report(Origin.readMember(in), Digest.read(in), in.readInstant(), Alert.read(in));
            default -> throw new MalformedException("no command " + tag);
        };
    }
}

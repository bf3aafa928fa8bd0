package org.testudo.kernel.view;

import java.util.List;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Who may tell the group what to do: k of m keys that stand in replicated state, not a role that the authority can mint
 * (GM-24).
 *
 * @param keys of the operators in order, no name twice; may be empty, and then nobody may
 * @param needed k: how many of them have to approve one instruction; from 1 to their number
 */
public record Operators(List<SensorKey> keys, int needed) {
    /** The most operators. */
    public static final int MOST = 100;

    public Operators {
        keys = List.copyOf(keys);
        int most = Math.max(1, keys.size());
        if (keys.size() > MOST) throw new IllegalArgumentException(keys.size() + " operators, at most " + MOST);
        if (needed < 1 || needed > most) {
            throw new IllegalArgumentException(
                    needed + " of " + keys.size() + " operators cannot approve; give a number from 1 to " + most);
        }
        long names = keys.stream().map(SensorKey::id).distinct().count();
        if (names < keys.size()) throw new IllegalArgumentException("two operators of one name: " + keys);
    }

    /** Of whom more than half have to approve. */
    public static Operators majorityOf(List<SensorKey> keys) {
        return new Operators(keys, keys.size() / 2 + 1);
    }

    /** Whether this is one of them, with the key that stands here. */
    public boolean include(Bearer bearer) {
        return bearer.principal().kind() == Principal.Kind.OPERATOR
                && keys.contains(new SensorKey(bearer.principal().name(), bearer.key()));
    }

    public static Operators read(WireReader in) throws MalformedException {
        List<SensorKey> keys = in.readList(MOST, SensorKey::read);
        int needed = in.readShort();
        try {
            return new Operators(keys, needed);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
    }

    public void write(WireWriter out) {
        out.writeList(keys, SensorKey::write).writeShort(needed);
    }

    @Override
    public String toString() {
        return needed + " of " + keys;
    }
}

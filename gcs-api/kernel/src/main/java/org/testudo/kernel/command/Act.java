package org.testudo.kernel.command;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What operators have the group do (GM-24). */
public sealed interface Act {
    /** Exclude this member, whether or not it is pinned; it waits at the floor as every exclusion does (GM-18). */
    record Exclude(MemberId member) implements Act {}

    /** From here on accusations do not exclude this member; evidence does, and so do operators and the authority. */
    record Pin(MemberId member) implements Act {}

    /** Accusations count against this member again. */
    record Unpin(MemberId member) implements Act {}

    /** What is done for each kind of act; a kind that is forgotten does not compile. */
    interface Visitor<R> {
        R onExclude(Exclude act);

        R onPin(Pin act);

        R onUnpin(Unpin act);
    }

    /** Calls what is meant for this kind. */
    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof Exclude it) return visitor.onExclude(it);
        if (this instanceof Pin it) return visitor.onPin(it);
        return visitor.onUnpin((Unpin) this);
    }

    /** Everything nested that must be verified before the act is believed. */
    default List<Claim> claims() {
        return List.of();
    }

    /** For people, in one line, the same at all members. */
    default String describe() {
        return accept(new Visitor<>() {
            @Override
            public String onExclude(Exclude act) {
                return "exclude " + act.member;
            }

            @Override
            public String onPin(Pin act) {
                return "pin " + act.member;
            }

            @Override
            public String onUnpin(Unpin act) {
                return "unpin " + act.member;
            }
        });
    }

    default void write(WireWriter out) {
        accept(new Visitor<WireWriter>() {
            @Override
            public WireWriter onExclude(Exclude act) {
                return out.writeByte(1).writeText(act.member.name());
            }

            @Override
            public WireWriter onPin(Pin act) {
                return out.writeByte(2).writeText(act.member.name());
            }

            @Override
            public WireWriter onUnpin(Unpin act) {
                return out.writeByte(3).writeText(act.member.name());
            }
        });
    }

    static Act read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case 1 -> new Exclude(Origin.readMember(in));
            case 2 -> new Pin(Origin.readMember(in));
            case 3 -> new Unpin(Origin.readMember(in));
            default -> throw new MalformedException("no act " + tag);
        };
    }
}

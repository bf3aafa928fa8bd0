package org.testudo.kernel.command;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What operators have the group do (GM-24). */
public sealed interface Act {
    /** The longest policy in bytes, encoded. */
    int MAX_POLICY = 64 << 10;

    /** The longest card in bytes. */
    int MAX_CARD = 16 << 10;

    /** Exclude this member, whether or not it is pinned; it waits at the floor as every exclusion does (GM-18). */
    record Exclude(MemberId member) implements Act {}

    /** From here on accusations do not exclude this member; evidence does, and so do operators and the authority. */
    record Pin(MemberId member) implements Act {}

    /** Accusations count against this member again. */
    record Unpin(MemberId member) implements Act {}

    /**
     * This policy takes the place of the one in force, from here on (AD-11).
     *
     * @param policy of at most {@link #MAX_POLICY} bytes
     */
    record SetPolicy(Policy policy) implements Act {}

    /**
     * A CRL of the group's authority is to be in force, whatever it revokes (SICP-11).
     *
     * @param revocation what it says, and as the authority signed it
     */
    record Revoke(Command.Revoke revocation) implements Act {}

    /**
     * An excluded member may come back, under a new key (GM-6).
     *
     * @param entry its new line of the roster
     * @param card by which the group's authority certifies the key, at most {@link #MAX_CARD} bytes
     */
    record Pardon(Pardoned entry, byte[] card) implements Act {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pardon that && entry.equals(that.entry) && Arrays.equals(card, that.card);
        }

        @Override
        public int hashCode() {
            return Objects.hash(entry, Arrays.hashCode(card));
        }
    }

    /**
     * The group is to have as many seats (GM-3); it waits while a new one would stay empty, or fewer than Q of them be ready
     * (GM-18). The size that it has already, and nobody named, withdraws what waits.
     *
     * @param seats from 1 to {@link ViewRecord#MAX_SEATS}
     * @param maxFaulty how many of them may be faulty
     * @param members of more seats, standbys that take the new ones before others do; of fewer, members that go before others
     */
    record Resize(int seats, int maxFaulty, List<MemberId> members) implements Act {
        public Resize {
            members = List.copyOf(members);
        }
    }

    /** What is done for each kind of act; a kind that is forgotten does not compile. */
    interface Visitor<R> {
        R onExclude(Exclude act);

        R onPin(Pin act);

        R onUnpin(Unpin act);

        R onSetPolicy(SetPolicy act);

        R onRevoke(Revoke act);

        R onPardon(Pardon act);

        R onResize(Resize act);
    }

    /** Calls what is meant for this kind. */
    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof Exclude it) return visitor.onExclude(it);
        if (this instanceof Pin it) return visitor.onPin(it);
        if (this instanceof Unpin it) return visitor.onUnpin(it);
        if (this instanceof SetPolicy it) return visitor.onSetPolicy(it);
        if (this instanceof Revoke it) return visitor.onRevoke(it);
        if (this instanceof Resize it) return visitor.onResize(it);
        return visitor.onPardon((Pardon) this);
    }

    /** Everything nested that must be verified before the act is believed. */
    default List<Claim> claims() {
        if (this instanceof Revoke it) return it.revocation.claims();
        if (!(this instanceof Pardon it)) return List.of();
        return List.of(new Claim.Certified(Principal.of(it.entry.member()), it.entry.key(), it.card));
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

            @Override
            public String onSetPolicy(SetPolicy act) {
                return "policy " + Digest.of(act.policy.encode()) + " with "
                        + act.policy.rules().size() + " rules, "
                        + (act.policy.enforce() ? "enforced" : "observing");
            }

            @Override
            public String onRevoke(Revoke act) {
                return "put " + act.revocation.list() + " in force";
            }

            @Override
            public String onPardon(Pardon act) {
                return "pardon " + act.entry.member() + " under the key "
                        + act.entry.key().toHex();
            }

            @Override
            public String onResize(Resize act) {
                String named = act.members.isEmpty() ? "" : ", naming " + act.members;
                return "resize to " + act.seats + " seats of which " + act.maxFaulty + " may be faulty" + named;
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

            @Override
            public WireWriter onSetPolicy(SetPolicy act) {
                return out.writeByte(4).writeBytes(act.policy.encode());
            }

            @Override
            public WireWriter onRevoke(Revoke act) {
                return act.revocation.write(out.writeByte(5));
            }

            @Override
            public WireWriter onPardon(Pardon act) {
                act.entry.write(out.writeByte(6));
                return out.writeBytes(act.card);
            }

            @Override
            public WireWriter onResize(Resize act) {
                return out.writeByte(7)
                        .writeShort(act.seats)
                        .writeShort(act.maxFaulty)
                        .writeList(act.members, (each, to) -> to.writeText(each.name()));
            }
        });
    }

    static Act read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case 1 -> new Exclude(Origin.readMember(in));
            case 2 -> new Pin(Origin.readMember(in));
            case 3 -> new Unpin(Origin.readMember(in));
            case 4 -> new SetPolicy(WireReader.whole(in.readBytes(MAX_POLICY), Policy::read));
            case 5 -> new Revoke(Command.Revoke.read(in));
            case 6 -> new Pardon(Pardoned.read(in), in.readBytes(MAX_CARD));
            case 7 -> readResize(in);
            default -> throw new MalformedException("no act " + tag);
        };
    }

    private static Resize readResize(WireReader in) throws MalformedException {
        int seats = in.readShort();
        int maxFaulty = in.readShort();
        if (seats < 1 || seats > ViewRecord.MAX_SEATS) throw new MalformedException(seats + " seats");
        return new Resize(seats, maxFaulty, in.readList(ViewRecord.MAX_SEATS, Origin::readMember));
    }
}

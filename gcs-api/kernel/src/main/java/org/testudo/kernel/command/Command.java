package org.testudo.kernel.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.ViewRecord;
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

    /**
     * The one command of view 0: the origin, which leads, names the starts of which the group is formed (GM-21).
     *
     * @param starts by distinct founders, in rising order of names; at least a quorum of view 0
     */
    record Form(List<Announcement> starts) implements Command {
        public Form {
            starts = List.copyOf(starts);
        }

        /** The life that this set forms: its digest, in which no signature counts. */
        public GroupLife life(GroupLife forming) {
            return new GroupLife(forming.genesis(), Digest.of(out -> {
                out.writeText("testudo life");
                forming.genesis().write(out);
                out.writeList(starts, Announcement::writeContent);
            }));
        }

        /** The start of this founder, if the set names one. */
        public Optional<Announcement> of(MemberId founder) {
            return starts.stream()
                    .filter(start -> start.origin().principal().equals(Principal.of(founder)))
                    .findFirst();
        }
    }

    /**
     * The origin, a new start of a member on the roster, asks for a seat: its own one, a vacant one, else a standby's place
     * (GM-3, GM-15, GM-23).
     *
     * @param viewKeys for the views after it is seated, in order
     */
    record Join(List<StatementKey> viewKeys) implements Command {
        public Join {
            viewKeys = List.copyOf(viewKeys);
        }
    }

    /** The origin, a standby, says that it has delivered everything up to this slot (GM-15). */
    record Ready(long slot, Digest historyChain) implements Command {}

    /** The origin, a member, suspects this start of another; f+1 fresh ones deactivate it (GM-3, GM-20). */
    record Suspect(MemberId target, long incarnation) implements Command {}

    /** The origin takes its suspicion back. */
    record Withdraw(MemberId target, long incarnation) implements Command {}

    /** The origin, an inactive member, has caught up and wants to be active again (GM-17). */
    record Reactivate() implements Command {}

    /** The origin goes for a while and keeps its seat: it is inactive from here on (GM-18). */
    record Disconnect() implements Command {}

    /** The origin goes for good: its seat falls vacant (GM-18). */
    record Retire() implements Command {}

    /**
     * A CRL of the group's authority is to be in force for all (SICP-11). It stands by the authority's signature, so it does not
     * matter who brings it. One that revokes more than f members at once takes an {@link Act.Revoke} of operators.
     *
     * @param list what the CRL says
     * @param crl as the authority signed it, DER
     */
    record Revoke(RevocationList list, byte[] crl) implements Command {
        /** The longest CRL in bytes. */
        public static final int MAX_CRL = 48 << 10;

        static Revoke read(WireReader in) throws MalformedException {
            return new Revoke(RevocationList.read(in), in.readBytes(MAX_CRL));
        }

        WireWriter write(WireWriter out) {
            list.write(out);
            return out.writeBytes(crl);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Revoke that && list.equals(that.list) && Arrays.equals(crl, that.crl);
        }

        @Override
        public int hashCode() {
            return Objects.hash(list, Arrays.hashCode(crl));
        }

        /** That the authority signed it, and that it says this. */
        List<Claim> claims() {
            return List.of(new Claim.Listed(list, crl));
        }
    }

    /**
     * Operators tell the group what to do (GM-24). It stands by their signatures, so it does not matter who brings it.
     *
     * @param approvals as they were collected; which of them count, and that each operator counts once, replicated state decides
     */
    record Operate(Instruction instruction, List<Approval> approvals) implements Command {
        public Operate {
            approvals = List.copyOf(approvals);
        }

        private static Operate read(WireReader in) throws MalformedException {
            return new Operate(Instruction.read(in), in.readList(Operators.MOST, Approval::read));
        }

        private void write(WireWriter out) {
            instruction.write(out);
            out.writeList(approvals, Approval::write);
        }

        @Override
        public List<Claim> claims(GroupLife life) {
            List<Claim> claims = new ArrayList<>(instruction.act().claims());
            approvals.forEach(each -> claims.add(each.claim(life, instruction)));
            return List.copyOf(claims);
        }
    }

    /** Everything nested that must be verified before the command is believed. */
    default List<Claim> claims(GroupLife life) {
        if (this instanceof Convict convict) return convict.evidence.claims();
        if (this instanceof Revoke revoke) return revoke.claims();
        if (this instanceof Form form)
            return form.starts.stream().map(start -> start.claim(life)).toList();
        return List.of();
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
        } else {
            writeMembership(out);
        }
    }

    private void writeMembership(WireWriter out) {
        if (this instanceof Form it) {
            out.writeByte(5).writeList(it.starts, Announcement::write);
        } else if (this instanceof Join it) {
            out.writeByte(6).writeList(it.viewKeys, StatementKey::write);
        } else if (this instanceof Ready it) {
            out.writeByte(7).writeLong(it.slot);
            it.historyChain.write(out);
        } else if (this instanceof Suspect it) {
            out.writeByte(8).writeText(it.target.name()).writeLong(it.incarnation);
        } else if (this instanceof Withdraw it) {
            out.writeByte(9).writeText(it.target.name()).writeLong(it.incarnation);
        } else if (this instanceof Reactivate) {
            out.writeByte(10);
        } else if (this instanceof Disconnect) {
            out.writeByte(11);
        } else if (this instanceof Retire) {
            out.writeByte(12);
        } else if (this instanceof Revoke it) {
            it.write(out.writeByte(13));
        } else if (this instanceof Operate it) {
            it.write(out.writeByte(14));
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
            case 5 -> readForm(in);
            case 6 -> new Join(in.readList(MAX_KEYS, StatementKey::read));
            case 7 -> new Ready(in.readCount(), Digest.read(in));
            case 8 -> new Suspect(Origin.readMember(in), in.readCount());
            case 9 -> new Withdraw(Origin.readMember(in), in.readCount());
            case 10 -> new Reactivate();
            case 11 -> new Disconnect();
            case 12 -> new Retire();
            case 13 -> Revoke.read(in);
            case 14 -> Operate.read(in);
            default -> throw new MalformedException("no command " + tag);
        };
    }

    private static Form readForm(WireReader in) throws MalformedException {
        List<Announcement> starts = in.readList(ViewRecord.MAX_SEATS, Announcement::read);
        Principal last = null;
        for (Announcement start : starts) {
            Principal founder = start.origin().principal();
            boolean rising = last == null || last.name().compareTo(founder.name()) < 0;
            if (founder.kind() != Principal.Kind.MEMBER || !rising) throw new MalformedException("order of founders");
            last = founder;
        }
        return new Form(starts);
    }
}

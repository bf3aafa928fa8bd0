package org.testudo.gacp.server;

import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.gacp.proto.HandInOutcome;
import org.testudo.gacp.proto.HandInRequest;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.wire.MalformedException;

/**
 * Commands that stand by the signatures in them, on their way into the order: CRLs (SICP-11), and what operators tell (GM-24).
 * Everything is checked here, since what is submitted under this member's number must be believed by all: a bad one would keep
 * its later requests from being ordered. Safe for use by several threads.
 */
final class Commands {
    private static final int MAX_COMMAND = 128 << 10;
    private static final String NO_CRL =
            "it is no CRL that the group's CA signed, or says something else than is claimed";

    private final AccessService service;
    private final Clock clock = Clock.systemUTC();
    private volatile long last;
    private volatile RevocationList revoked = RevocationList.NONE;

    Commands(AccessService service) {
        this.service = service;
    }

    /** The number of the last instruction that was taken. */
    long last() {
        return last;
    }

    void taken(long number) {
        last = number;
    }

    /** Another CRL is in force. */
    void revoked(RevocationList inForce) {
        revoked = inForce;
    }

    HandInOutcome submit(Principal by, HandInRequest request) {
        if (!service.throttle(by).tryTake()) return refused("too many requests at once; send fewer");
        try {
            Notice brought = brought(request);
            if (!service.member().announce(brought)) return refused("this member has too much to do");
            return HandInOutcome.newBuilder().setTaken(true).build();
        } catch (MalformedException e) {
            return refused(e.getMessage());
        }
    }

    private Notice brought(HandInRequest request) throws MalformedException {
        byte[] bytes = request.getCommand().toByteArray();
        if (bytes.length > MAX_COMMAND) throw new MalformedException("longer than 128 KiB");
        GroupLife life = service.member().context().lives().formed();
        Command command = Command.decode(bytes, life);
        if (command instanceof Command.Operate it) requireInTurn(it);
        for (Claim each : command.claims(life)) require(each, life);
        if (command instanceof Command.Revoke it) return new RevocationBrought(it);
        if (command instanceof Command.Operate it) return new InstructionBrought(it);
        throw new MalformedException("it holds neither a CRL nor an instruction of operators");
    }

    /** What could have no effect is refused at once, so that its bringer learns why. */
    private void requireInTurn(Command.Operate command) throws MalformedException {
        Operators operators = service.member().context().genesis().operators();
        Set<String> names = new TreeSet<>();
        for (Approval each : command.approvals()) {
            // Else anybody could make as many words of operators, and so as many commands of one instruction, as it
            // likes.
            if (!operators.include(each.bearer()))
                throw new MalformedException(each.operator() + " is no operator of this group, or has another key");
            // Its word does not use up the number: as many variants of it as its bearer likes would be ordered in vain.
            if (revoked.revokes(each.bearer()))
                throw new MalformedException(each.operator() + " is revoked by CRL " + revoked.number());
            if (!names.add(each.operator())) throw new MalformedException(each.operator() + " approves it twice");
        }
        if (names.size() < operators.needed())
            throw new MalformedException("approved by " + names + ", needed are " + operators.needed() + " operators");
        Instruction instruction = command.instruction();
        if (instruction.number() != last + 1) {
            throw new MalformedException("it has the number " + instruction.number()
                    + ", the next instruction has the number " + (last + 1));
        }
        if (clock.instant().isAfter(instruction.expires()))
            throw new MalformedException("it expired at " + instruction.expires());
    }

    private void require(Claim claim, GroupLife life) throws MalformedException {
        Verifier verifier = service.member().context().verifier();
        if (claim instanceof Claim.Listed listed && !verifier.listed(listed)) throw new MalformedException(NO_CRL);
        if (claim instanceof Claim.SignedBy signed && !isSigned(signed, verifier)) {
            throw new MalformedException("the approval of " + signed.signer().name()
                    + " is not for this instruction in the group's present life " + life.life());
        }
    }

    private static boolean isSigned(Claim.SignedBy signed, Verifier verifier) {
        return signed.header() instanceof StatementHeader.ViewFree free
                && verifier.verify(free.origin().key(), signed.header().statement(signed.body()), signed.signature());
    }

    private static HandInOutcome refused(String reason) {
        return HandInOutcome.newBuilder().setTaken(false).setReason(reason).build();
    }
}

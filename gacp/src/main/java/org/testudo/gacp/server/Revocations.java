package org.testudo.gacp.server;

import org.testudo.api.Principal;
import org.testudo.gacp.proto.RevokeOutcome;
import org.testudo.gacp.proto.RevokeRequest;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.wire.MalformedException;

/**
 * CRLs on their way into the order (SICP-11). Everything is checked here, since what is submitted under this member's number must
 * be believed by all: a bad CRL would keep its later requests from being ordered. Safe for use by several threads.
 */
final class Revocations {
    private static final int MAX_COMMAND = 96 << 10;
    private static final String NO_CRL =
            "it is no CRL that the group's CA signed, or says something else than is claimed";
    private static final String NO_APPROVAL = "the operator's word for the CRL is not valid";

    private final AccessService service;

    Revocations(AccessService service) {
        this.service = service;
    }

    RevokeOutcome submit(Principal by, RevokeRequest request) {
        if (!service.throttle(by).tryTake()) return refused("too many requests at once; send fewer");
        try {
            Command.Revoke command = command(request);
            if (!service.member().announce(new RevocationBrought(command))) {
                return refused("this member has too much to do");
            }
            return RevokeOutcome.newBuilder().setTaken(true).build();
        } catch (MalformedException e) {
            return refused(e.getMessage());
        }
    }

    private Command.Revoke command(RevokeRequest request) throws MalformedException {
        byte[] bytes = request.getCommand().toByteArray();
        if (bytes.length > MAX_COMMAND) throw new MalformedException("longer than 96 KiB");
        GroupLife life = service.member().context().lives().formed();
        if (!(Command.decode(bytes, life) instanceof Command.Revoke command)) {
            throw new MalformedException("it holds no CRL");
        }
        if (command.approval().filter(it -> !isOperators(it)).isPresent()) throw new MalformedException(NO_APPROVAL);
        for (Claim each : command.claims(life)) {
            boolean holds = holds(each, service.member().context().verifier());
            if (!holds) throw new MalformedException(each instanceof Claim.Listed ? NO_CRL : NO_APPROVAL);
        }
        return command;
    }

    /** Else anybody could make as many words of operators, and so as many commands of one CRL, as it likes. */
    private boolean isOperators(Approval approval) {
        return service.member().context().genesis().operators().include(approval.bearer());
    }

    private static boolean holds(Claim claim, Verifier verifier) {
        if (claim instanceof Claim.Listed listed) return verifier.listed(listed);
        return claim instanceof Claim.SignedBy signed
                && signed.header() instanceof StatementHeader.ViewFree free
                && verifier.verify(free.origin().key(), signed.header().statement(signed.body()), signed.signature());
    }

    private static RevokeOutcome refused(String reason) {
        return RevokeOutcome.newBuilder().setTaken(false).setReason(reason).build();
    }
}

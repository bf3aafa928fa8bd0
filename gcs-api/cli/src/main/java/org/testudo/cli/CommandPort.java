package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.gacp.client.LifeInquiry;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;

/** The client ports of all members, for commands that stand by the signatures in them. */
final class CommandPort implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final List<ReportClient> members = new ArrayList<>();
    private final LifeInquiry inquiry;

    /** @throws TestudoException if no member has a client address */
    CommandPort(GroupConfig config, Credentials credentials) {
        for (MemberConfig each : config.roster()) {
            if (each.clientAddress().isEmpty()) continue;
            members.add(ReportClient.forCommands(config, new MemberId(each.id()), credentials, ANSWER));
        }
        if (members.isEmpty()) {
            throw new TestudoException(
                    "group.members: none has a client-address; give one at least (a CRL may also be put"
                            + " beside the group-ca.pem of a member, as group-ca.crl)");
        }
        inquiry = new LifeInquiry(GenesisLoader.load(config, Path.of("")), members);
    }

    /** The life in which the group is: an approval is for that alone. */
    GroupLife life() throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER.toNanos();
        while (inquiry.lives().isEmpty()) await(deadline, "in which life the group is");
        return inquiry.lives().orElseThrow().formed();
    }

    /** The number of the next instruction. */
    long nextInstruction() throws InterruptedException {
        life();
        long deadline = System.nanoTime() + ANSWER.toNanos();
        OptionalLong last = inquiry.instructions();
        while (last.isEmpty()) {
            await(deadline, "the same number of the last instruction");
            last = inquiry.instructions();
        }
        return last.getAsLong() + 1;
    }

    private static void await(long deadline, String what) throws InterruptedException {
        if (System.nanoTime() > deadline)
            throw new TestudoException("fewer than f+1 members said " + what + "; start the group, and try again");
        Thread.sleep(LOOK_AGAIN_MILLIS);
    }

    /** Hands it to all members and says what each answered; whether one took it. */
    boolean handIn(Command command, String what, PrintWriter out) {
        boolean taken = false;
        for (ReportClient each : members) {
            ReportClient.Outcome outcome = each.submit(command);
            taken |= outcome.taken();
            out.println(each.member() + ": " + (outcome.taken() ? "taken, " + what : outcome.reason()));
        }
        out.flush();
        return taken;
    }

    /** Waits until f+1 members say that the instruction of this number has had its turn; whether they did in time. */
    boolean awaitTurn(long number) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER.multipliedBy(2).toNanos();
        while (inquiry.instructions().orElse(0) < number) {
            if (System.nanoTime() > deadline) return false;
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }

    @Override
    public void close() {
        members.forEach(ReportClient::close);
    }
}

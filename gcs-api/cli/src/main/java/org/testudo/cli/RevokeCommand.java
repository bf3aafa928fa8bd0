package org.testudo.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.gacp.client.LifeInquiry;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.command.Command.Revoke;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.GenesisLoader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Hands a CRL to the group, which puts it in force at one place of its order. */
@Command(
        name = "revoke",
        description = {
            "Hand a CRL to all members; it is in force when it has its place in the order, which status shows.",
            "As an operator, approve it too: more than f members are revoked at once only with an operator's word.",
            "Exit status 1 if no member takes it."
        })
final class RevokeCommand implements Callable<Integer> {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @Mixin
    private ConfigurationFile configuration;

    @Option(names = "--crl", required = true, paramLabel = "FILE", description = "What testudo keys revoke made.")
    private Path crl;

    @ArgGroup(multiplicity = "1")
    private Who who;

    /** Whose credentials to use. */
    static final class Who {
        @Option(names = "--client", paramLabel = "NAME", description = "Hand it in as this client.")
        private String client;

        @Option(
                names = "--operator",
                paramLabel = "NAME",
                description = "Hand it in, and approve it, as this operator.")
        private String operator;

        Principal principal() {
            return operator == null
                    ? new Principal(Principal.Kind.CLIENT, client)
                    : new Principal(Principal.Kind.OPERATOR, operator);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        GroupConfig config = configuration.ofOther();
        Credentials credentials = Credentials.load(config, Path.of(""), who.principal());
        CrlFile file = CrlFile.load(crl, credentials.authority(), "--crl");
        List<ReportClient> members = members(config, credentials);
        try {
            Revoke command = who.operator == null
                    ? file.command()
                    : approved(file, credentials, new LifeInquiry(GenesisLoader.load(config, Path.of("")), members));
            return submit(command, members) ? 0 : 1;
        } finally {
            members.forEach(ReportClient::close);
        }
    }

    private static List<ReportClient> members(GroupConfig config, Credentials credentials) {
        List<ReportClient> members = new ArrayList<>();
        for (MemberConfig each : config.roster()) {
            if (each.clientAddress().isEmpty()) continue;
            members.add(ReportClient.forCrls(config, new MemberId(each.id()), credentials, ANSWER));
        }
        if (members.isEmpty()) {
            throw new TestudoException(
                    "group.members: none has a client-address; give one at least, or put the CRL beside the"
                            + " group-ca.pem of a member, as group-ca.crl");
        }
        return members;
    }

    /** An approval is for the life in which the group is. */
    private static Revoke approved(CrlFile file, Credentials operator, LifeInquiry inquiry)
            throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER.toNanos();
        while (inquiry.lives().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TestudoException("fewer than f+1 members said in which life the group is; start the group");
            }
            Thread.sleep(50);
        }
        return file.approved(operator, inquiry.lives().orElseThrow().formed());
    }

    private static boolean submit(Revoke command, List<ReportClient> members) {
        boolean taken = false;
        for (ReportClient each : members) {
            ReportClient.Outcome outcome = each.submit(command);
            taken |= outcome.taken();
            System.out.println(
                    each.member() + ": " + (outcome.taken() ? "taken, " + command.list() : outcome.reason()));
        }
        return taken;
    }
}

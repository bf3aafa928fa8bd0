package org.testudo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.AuthorityCertificate;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.stack.PolicyFile;
import picocli.CommandLine.Option;

/** What the group is to do: one of these. */
final class ActOptions {
    private static final Pattern RESIZE = Pattern.compile("([1-9][0-9]{0,2}):([0-9]{1,2})(?::(.+))?");

    @Option(
            names = "--exclude",
            paramLabel = "NAME",
            description = "Exclude this member; it waits while too few would be left.")
    private String exclude;

    @Option(
            names = "--pin",
            paramLabel = "NAME",
            description = "Shield this member from accusations; evidence still excludes it, and so do operators.")
    private String pin;

    @Option(names = "--unpin", paramLabel = "NAME", description = "Shield it no more.")
    private String unpin;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Put this attack policy in the place of the one in force, and enforce it.")
    private Path policy;

    @Option(
            names = "--policy-observing",
            paramLabel = "FILE",
            description = "The same, but have the group only say what would follow.")
    private Path observing;

    @Option(
            names = "--revoke",
            paramLabel = "CRL",
            description = "Put this CRL in force, whatever it revokes: what testudo keys revoke made.")
    private Path crl;

    @Option(
            names = "--resize",
            paramLabel = "SEATS:FAULTY[:NAME,...]",
            description =
                    "Have so many seats, of which so many may be faulty. Of more seats, name the ready standbys that"
                        + " take the new ones; of fewer, the members that go. It waits while too few would be ready;"
                        + " the size that the group has withdraws what waits.")
    private String resize;

    /** @throws TestudoException or IllegalArgumentException if a name or file that is given is no good */
    Act act(GroupConfig config, AuthorityCertificate authority) {
        if (exclude != null) return new Act.Exclude(member(config, exclude));
        if (pin != null) return new Act.Pin(member(config, pin));
        if (unpin != null) return new Act.Unpin(member(config, unpin));
        if (policy != null) return new Act.SetPolicy(read(policy, true));
        if (observing != null) return new Act.SetPolicy(read(observing, false));
        if (resize != null) return resize(config, resize);
        return new Act.Revoke(CrlFile.load(crl, authority, "--revoke").command());
    }

    private static Act.Resize resize(GroupConfig config, String text) {
        Matcher parts = RESIZE.matcher(text);
        if (!parts.matches())
            throw new TestudoException(
                    "--resize " + text + ": give SEATS:FAULTY[:NAME,...], such as 7:2:erin,frank,grace");
        int seats = Integer.parseInt(parts.group(1));
        int faulty = Integer.parseInt(parts.group(2));
        if (seats > ViewRecord.MAX_SEATS)
            throw new TestudoException("--resize " + text + ": a view has at most " + ViewRecord.MAX_SEATS + " seats");
        Quorum quorum = new Quorum(seats, faulty, config.model());
        List<MemberId> names = parts.group(3) == null
                ? List.of()
                : Stream.of(parts.group(3).split(","))
                        .map(name -> member(config, name))
                        .toList();
        return new Act.Resize(quorum.seats(), quorum.maxFaulty(), names);
    }

    private static MemberId member(GroupConfig config, String name) {
        return new MemberId(config.member(name).id());
    }

    private static Policy read(Path file, boolean enforce) {
        Policy policy = PolicyFile.read(file, enforce);
        int length = policy.encode().length;
        if (length > Act.MAX_POLICY) {
            throw new TestudoException(file + ": " + length + " bytes are too many for one instruction, the most are "
                    + Act.MAX_POLICY + "; put rules together");
        }
        return policy;
    }
}

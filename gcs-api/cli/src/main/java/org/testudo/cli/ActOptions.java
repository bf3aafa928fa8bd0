package org.testudo.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.AuthorityCertificate;
import org.testudo.sicp.credentials.Card;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.stack.PolicyFile;
import picocli.CommandLine.Option;

/** What the group is to do: one of these. */
final class ActOptions {
    private static final Pattern RESIZE = Pattern.compile("([1-9][0-9]{0,2}):([0-9]{1,2})(?::([^,]+(?:,[^,]+)*))?");

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
            names = "--pardon",
            paramLabel = "CARD",
            description = "Let the excluded member whose new card this is come back, under the new key alone.")
    private Path pardon;

    @Option(
            names = "--resize",
            paramLabel = "SEATS:FAULTY[:NAME,...]",
            description =
                    "Have so many seats, of which so many may be faulty. More seats are taken by standbys that are ready,"
                            + " those named first; of fewer, those of the members named fall away, then vacant ones, inactive"
                            + " ones, and the last ones. It waits while too few would be ready; the size that the group has"
                            + " withdraws what waits.")
    private String resize;

    /** @throws TestudoException or IllegalArgumentException if a name or file that is given is no good */
    Act act(GroupConfig config, AuthorityCertificate authority) {
        if (exclude != null) return new Act.Exclude(member(config, exclude));
        if (pin != null) return new Act.Pin(member(config, pin));
        if (unpin != null) return new Act.Unpin(member(config, unpin));
        if (policy != null) return new Act.SetPolicy(read(policy, true));
        if (observing != null) return new Act.SetPolicy(read(observing, false));
        if (pardon != null) return pardon(config, authority);
        if (resize != null) return resize(config, resize);
        return new Act.Revoke(CrlFile.load(crl, authority, "--revoke").command());
    }

    private Act pardon(GroupConfig config, AuthorityCertificate authority) {
        Card card = Card.load(pardon, authority, config.name(), "--pardon");
        MemberId member = member(config, card.principal().name());
        Instant issued = card.certificate().getNotBefore().toInstant();
        Card former = Card.load(Path.of(config.member(member.name()).key()), authority, config.name(), "group.members");
        if (!issued.isAfter(former.certificate().getNotBefore().toInstant())) {
            throw new TestudoException("--pardon " + pardon + ": is not newer than the former card of " + member
                    + "; make new keys with testudo keys member --file");
        }
        return new Act.Pardon(new Pardoned(member, card.statementKey(), card.fingerprint(), issued), card.encode());
    }

    private static Act.Resize resize(GroupConfig config, String text) {
        Matcher parts = RESIZE.matcher(text);
        if (!parts.matches())
            throw new TestudoException(
                    "--resize " + text + ": give SEATS:FAULTY[:NAME,...], such as 7:2 or 7:2:erin,frank,grace");
        int seats = Integer.parseInt(parts.group(1));
        if (seats > ViewRecord.MAX_SEATS)
            throw new TestudoException("--resize " + text + ": a view has at most " + ViewRecord.MAX_SEATS + " seats");
        Quorum quorum = new Quorum(seats, Integer.parseInt(parts.group(2)), config.model());
        int roster = config.roster().size();
        if (seats > roster)
            throw new TestudoException("--resize " + text + ": the roster has " + roster + " names for " + seats
                    + " seats; names of group.members and group.standbys may hold one");
        return new Act.Resize(
                quorum.seats(), quorum.maxFaulty(), named(config, text, Optional.ofNullable(parts.group(3))));
    }

    private static List<MemberId> named(GroupConfig config, String text, Optional<String> names) {
        if (names.isEmpty()) return List.of();
        List<MemberId> members = Stream.of(names.get().split(","))
                .map(name -> member(config, name))
                .toList();
        for (MemberId each : members) {
            if (members.indexOf(each) != members.lastIndexOf(each))
                throw new TestudoException("--resize " + text + ": " + each + " stands there twice");
        }
        return members;
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

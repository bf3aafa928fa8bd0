package org.testudo.sicp;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.HostAndPort;
import org.testudo.config.MemberConfig;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.sicp.credentials.GroupVerifier;
import org.testudo.sicp.signature.Ed25519Verifier;
import org.testudo.sicp.signature.ViewKeyRing;
import org.testudo.sicp.transport.Peer;
import org.testudo.stack.MemberKeys;
import org.testudo.stack.StackContext;

/**
 * Who this member is and what its group is founded on, read from the files that the configuration names.
 *
 * @param context what the layers of this start are built from: it has a number and view keys of its own (GM-23)
 * @param members all on the roster: where the others are dialled, and where this one listens
 * @param advertised where the others dial this member
 */
record MemberIdentity(Credentials credentials, StackContext context, List<Peer> members, HostAndPort advertised) {
    private static final Logger LOG = LoggerFactory.getLogger(MemberIdentity.class);

    /**
     * Reads and checks everything.
     *
     * @param base where relative paths begin
     * @throws TestudoException if a file is missing, unreadable or wrong
     */
    static MemberIdentity load(GroupConfig config, Path base) {
        MemberId self = new MemberId(config.self());
        Credentials credentials = Credentials.load(config, base, Principal.of(self));
        Genesis genesis = GenesisLoader.load(config, base);
        requireOwnCard(genesis, credentials, config);
        List<Peer> members =
                config.roster().stream().map(each -> place(config, each)).toList();
        Path store = Credentials.store(config, base, config.self());
        HostAndPort advertised = HostAndPort.parse(config.member(config.self()).address(), "group.members.address");
        logVerifier(config);
        Incarnations incarnations = Incarnations.beside(store, Clock.systemUTC());
        return new MemberIdentity(credentials, begin(genesis, credentials, incarnations), members, advertised);
    }

    private static StackContext begin(Genesis genesis, Credentials credentials, Incarnations incarnations) {
        MemberId self = credentials.principal().member();
        MemberKeys keys = new ViewKeyRing(self, credentials.statementKeys());
        ViewRecord first = genesis.firstView();
        return new StackContext(
                genesis,
                first,
                Lives.of(first.life(), Lives.unknown(first.life())),
                Origin.of(self, credentials.statementKey(), incarnations.next()),
                keys,
                new GroupVerifier(credentials.authority(), credentials.group()),
                keys.newViewKeys(Command.MAX_KEYS));
    }

    /** Which provider is in force is worth knowing: they differ in speed by a factor of two (SICP-10). */
    private static void logVerifier(GroupConfig config) {
        String providers = Ed25519Verifier.standard().describe();
        LOG.info("group={} member={} signatures verified by {}", config.name(), config.self(), providers);
    }

    /** The others know this member by the card; it must be that of the store. */
    private static void requireOwnCard(Genesis genesis, Credentials credentials, GroupConfig config) {
        for (Genesis.Founder founder : genesis.roster()) {
            boolean other = founder.member().equals(credentials.principal().member())
                    && !(founder.statementKey().equals(credentials.statementKey())
                            && founder.certificate().equals(credentials.fingerprint()));
            if (other) {
                throw new TestudoException("group.members " + founder.member() + " key: "
                        + config.member(founder.member().name()).key() + " is not the card of the keys in "
                        + config.credentials().store() + "; use the two files that were made together");
            }
        }
    }

    private static Peer place(GroupConfig config, MemberConfig member) {
        HostAndPort place = member.id().equals(config.self())
                ? config.listensAt()
                : HostAndPort.parse(member.address(), "group.members.address");
        return Peer.of(new MemberId(member.id()), place);
    }

    MemberId self() {
        return credentials.principal().member();
    }

    /** The JGroups addresses of all members. */
    Map<MemberId, Address> addresses() {
        Map<MemberId, Address> addresses = new LinkedHashMap<>();
        for (Peer each : members) addresses.put(each.id(), MemberAddress.of(credentials.group(), each.id()));
        return addresses;
    }

    /** Where this member listens. */
    Peer ownPlace() {
        return members.stream()
                .filter(each -> each.id().equals(self()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(self() + " is not among its members"));
    }
}

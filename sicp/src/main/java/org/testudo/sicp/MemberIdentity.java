package org.testudo.sicp;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgroups.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.HostAndPort;
import org.testudo.config.JournalKind;
import org.testudo.config.MemberConfig;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.sicp.credentials.GroupVerifier;
import org.testudo.sicp.signature.Ed25519Verifier;
import org.testudo.sicp.signature.StatementKeyPair;
import org.testudo.sicp.signature.ViewKeyRing;
import org.testudo.sicp.transport.Peer;
import org.testudo.stack.StackContext;
import org.testudo.stack.journal.FileJournal;
import org.testudo.stack.journal.JournalOwner;
import org.testudo.stack.journal.SavedJournal;

/**
 * Who this member is and what its group is founded on, read from the files that the configuration names.
 *
 * @param context what the layers of this start are built from: it has a number and view keys of its own (GM-23)
 * @param members all on the roster: where the others are dialled, and where this one listens
 * @param advertised where the others dial this member
 * @param files of its credentials, which may be renewed while it runs
 * @param journal that this start goes on with, or has begun; locked for it
 */
record MemberIdentity(
        Credentials credentials,
        StackContext context,
        List<Peer> members,
        HostAndPort advertised,
        Upkeep.Files files,
        Optional<FileJournal> journal) {
    private static final Logger LOG = LoggerFactory.getLogger(MemberIdentity.class);

    /**
     * Reads and checks everything; opens no journal.
     *
     * @param base where relative paths begin
     * @throws TestudoException if a file is missing, unreadable or wrong
     */
    static MemberIdentity load(GroupConfig config, Path base) {
        return load(config, base, false);
    }

    /**
     * The same, and the journal, if one is configured.
     *
     * @throws TestudoException also if the journal cannot be used
     */
    static MemberIdentity start(GroupConfig config, Path base) {
        return load(config, base, config.ordering().journal() == JournalKind.FILE);
    }

    private static MemberIdentity load(GroupConfig config, Path base, boolean journals) {
        MemberId self = new MemberId(config.self());
        Credentials credentials = Credentials.load(config, base, Principal.of(self));
        Genesis genesis = GenesisLoader.load(config, base);
        requireOwnCard(genesis, credentials, config, base);
        List<Peer> members =
                config.roster().stream().map(each -> place(config, each)).toList();
        Path store = Credentials.store(config, base, config.self());
        HostAndPort advertised = HostAndPort.parse(config.member(config.self()).address(), "group.members.address");
        logVerifier(config);
        Incarnations incarnations = Incarnations.beside(store, Clock.systemUTC());
        if (journals) genesis.recovered().ifPresent(it -> requireNoJournalOf(it.statement(), folder(config, base)));
        Optional<FileJournal> journal = journals
                ? Optional.of(FileJournal.open(folder(config, base), owner(genesis, credentials), incarnations::next))
                : Optional.empty();
        try {
            StackContext context = context(
                    genesis,
                    credentials,
                    journal.map(FileJournal::incarnation).orElseGet(incarnations::next),
                    keys(credentials, journal));
            return new MemberIdentity(credentials, context, members, advertised, files(config, base), journal);
        } catch (RuntimeException e) {
            journal.ifPresent(FileJournal::close);
            throw e;
        }
    }

    private static Upkeep.Files files(GroupConfig config, Path base) {
        Principal self = Principal.of(new MemberId(config.self()));
        return new Upkeep.Files(
                Credentials.store(config, base, config.self()),
                base.resolve(config.credentials().trust()),
                () -> Credentials.load(config, base, self),
                config.credentials().expiryNotice());
    }

    private static Path folder(GroupConfig config, Path base) {
        String path = config.ordering().journalPath();
        return base.resolve(path.isBlank() ? "journal" : path).resolve(config.self());
    }

    /** What stands in it binds this member in a life that is over, and may be later than the state from which the new one begins. */
    private static void requireNoJournalOf(Recovery statement, Path folder) {
        boolean ended = SavedJournal.owner(folder)
                .filter(it -> it.genesis().equals(statement.ended().genesis()))
                .isPresent();
        if (!ended) return;
        throw new TestudoException(
                folder + " is this member's journal of the life that group.recovery ends. Look at it with"
                        + " 'testudo recover inspect': if it holds a later state than that after slot "
                        + statement.slot()
                        + ", prepare the recovery from it. Then move it away, and keep it: a new life begins with an empty journal");
    }

    private static JournalOwner owner(Genesis genesis, Credentials credentials) {
        MemberId self = credentials.principal().member();
        StatementKey founding = genesis.onRoster(self).orElseThrow().statementKey();
        boolean founder = founding.equals(credentials.statementKey());
        // What was signed with the former key of a pardoned member is none of its own (GM-6).
        return new JournalOwner(founder ? genesis.digest() : underAnotherKey(genesis, credentials), self);
    }

    private static Digest underAnotherKey(Genesis genesis, Credentials credentials) {
        return Digest.of(out -> {
            out.writeText("testudo journal of a pardoned member");
            genesis.digest().write(out);
            credentials.statementKey().write(out);
        });
    }

    private static ViewKeyRing keys(Credentials credentials, Optional<FileJournal> journal) {
        MemberId self = credentials.principal().member();
        StatementKeyPair statementKeys = credentials.statementKeys();
        if (journal.isEmpty()) return ViewKeyRing.begin(self, statementKeys, saved -> {});
        FileJournal kept = journal.get();
        return kept.savedKeys()
                .map(saved -> ViewKeyRing.goOn(self, statementKeys, saved, kept.keys()::save))
                .orElseGet(() -> ViewKeyRing.begin(self, statementKeys, kept.keys()::save));
    }

    private static StackContext context(Genesis genesis, Credentials credentials, long incarnation, ViewKeyRing keys) {
        MemberId self = credentials.principal().member();
        ViewRecord first = genesis.firstView();
        return new StackContext(
                genesis,
                first,
                Lives.of(first.life(), Lives.unknown(first.life())),
                Origin.of(self, credentials.statementKey(), incarnation),
                keys,
                new GroupVerifier(credentials.authority(), credentials.group()),
                keys.firstKeys());
    }

    /** Which provider is in force is worth knowing: they differ in speed by a factor of two (SICP-10). */
    private static void logVerifier(GroupConfig config) {
        String providers = Ed25519Verifier.standard().describe();
        LOG.info("group={} member={} signatures verified by {}", config.name(), config.self(), providers);
    }

    /** The others know this member by the card; its statement key must be that of the store, whose certificate may be renewed. */
    private static void requireOwnCard(Genesis genesis, Credentials credentials, GroupConfig config, Path base) {
        MemberConfig own = config.member(config.self());
        boolean pardoned = !own.pardoned().isEmpty();
        StatementKey shown = pardoned
                ? GenesisLoader.pardoned(config, base, own.id()).statementKey()
                : genesis.onRoster(credentials.principal().member())
                        .orElseThrow()
                        .statementKey();
        if (shown.equals(credentials.statementKey())) return;
        throw new TestudoException("group.members " + own.id() + (pardoned ? " pardoned: " : " key: ")
                + (pardoned ? own.pardoned() : own.key()) + " is not the card of the keys in "
                + config.credentials().store() + "; use the two files that were made together");
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

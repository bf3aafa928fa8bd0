package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.sicp.credentials.RecoveryFile;
import org.testudo.stack.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Begins a new life of a group that has lost the state of more members than it bears, from what is left of it (GM-22). */
@Command(
        name = "recover",
        description = {
            "Begin a new life of a group that has lost the state of more members than it bears: what came after the state from"
                    + " which it begins is lost.",
            "Never while n-f members still have their journals: such a group goes on by itself."
        },
        subcommands = {
            RecoverCommand.Inspect.class,
            RecoverCommand.Prepare.class,
            RecoverCommand.Sign.class,
            RecoverCommand.Show.class
        })
final class RecoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new TestudoException(
                "recover: write 'recover inspect CONFIG JOURNAL...', 'recover prepare CONFIG FILE --from"
                        + " JOURNAL', 'recover sign CONFIG FILE --operator NAME', then 'group.recovery: FILE' into the configuration"
                        + " of all members and clients");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The genesis of the life that ended: a file that names a recovery describes the life that it began. */
    private static Genesis ended(GroupConfig config) {
        return GenesisLoader.load(config, Path.of(""));
    }

    private static GroupConfig config(Path file) {
        return ConfigFile.load(file, Map.of()).as("");
    }

    private static RecoveryArchive signed(RecoveryArchive archive, Credentials operator) {
        Bearer bearer = new Bearer(operator.principal(), operator.statementKey());
        if (!archive.ended().operators().include(bearer)) {
            throw new TestudoException(
                    operator.principal() + " was no operator of the life that ends, or had another key: "
                            + archive.ended().operators());
        }
        Signature signature = operator.signer()
                .sign(archive.statement().header(bearer), archive.statement().body())
                .orElseThrow(() -> new IllegalStateException("its own statement key signs"));
        return archive.with(new Approval(bearer.principal().name(), bearer.key(), signature));
    }

    /**
     * Reads what somebody has handed on. It proves itself from the genesis in it alone, which anyone can invent, with members whose
     * keys he has: so nothing of it is believed, nor printed, before that genesis is the one that the reader knows.
     *
     * @param known genesis of the life that ended, by the reader's own configuration
     */
    private static RecoveryArchive read(Path file, Genesis known) {
        RecoveryArchive archive = RecoveryFile.read(file);
        Optional<String> flaw = archive.ofAnother(known);
        if (flaw.isPresent()) throw new TestudoException(file + ": " + flaw.get());
        return archive.under(known);
    }

    /** Nobody signs, and nobody writes, what proves nothing. */
    private static void requireProof(Path file, RecoveryArchive archive, Genesis founding) {
        Optional<String> flaw = archive.flaw(new OfflineVerifier());
        if (flaw.isPresent()) throw new TestudoException(file + ": " + printable(flaw.get()));
        if (!archive.statement().founding().equals(founding.foundingDigest())) {
            throw new TestudoException(file + ": it was prepared with another configuration: a life of "
                    + archive.statement().founding() + ", this one describes " + founding.foundingDigest());
        }
        Optional<String> unfounded = archive.unfounded(founding);
        if (unfounded.isPresent()) throw new TestudoException(file + ": " + unfounded.get());
    }

    /** What a file says may quote what an attacker chose: it must not steer a terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    private void print(Path file, RecoveryArchive archive) {
        Recovery statement = archive.statement();
        List<String> approving = archive.approving(new OfflineVerifier());
        out().println(file + ": a new life of group '" + archive.ended().group() + "', " + statement.describe());
        out().println("  state      " + statement.state() + ", proved from genesis "
                + archive.ended().digest() + " through view " + statement.view());
        archive.recovered().last().exclusions().forEach(each -> out().println("  stays out  " + each.member()));
        out().println("  founded on " + statement.founding());
        out().println("  approved by " + approving + ", needed are "
                + archive.ended().operators().needed() + " of "
                + archive.ended().operators().keys().size() + " operators");
        out().flush();
    }

    /** Which life ended: what a file says of it is compared with what its reader knows. */
    static final class EndedLife {
        @Option(
                names = "--ended",
                paramLabel = "CONFIG",
                description = "The configuration of the life that ended, if it was another.")
        private Path configuration;

        private Genesis ended(GroupConfig config) {
            return RecoverCommand.ended(configuration == null ? config : config(configuration));
        }
    }

    /** Says what journals have. */
    @Command(
            name = "inspect",
            description = {
                "Show the highest state that a quorum has signed, in these journals of members. Nothing is changed, and nothing"
                        + " is asked of the group.",
                "Exit status 0 if there is one, 1 if not, 2 if a file cannot be used."
            })
    static final class Inspect implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "CONFIG",
                description = "The group's configuration, as it was in the life that ended.")
        private Path configuration;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "JOURNAL",
                description = "Folder of one member's journal: group.ordering.journal-path, then the member's name.")
        private List<Path> journals;

        @Option(names = "--chain", paramLabel = "FILE", description = "What 'view save' wrote; may be repeated.")
        private List<Path> chains = new ArrayList<>();

        @Option(names = "--json", description = "Print one JSON object a journal, and one for the whole.")
        private boolean json;

        @ParentCommand
        private RecoverCommand parent;

        @Override
        public Integer call() {
            Genesis genesis = ended(config(configuration));
            StateSearch search = new StateSearch(genesis).look(journals, chains);
            StateReport report = new StateReport(search);
            parent.out().print(json ? report.json() : report.text());
            parent.out().flush();
            return search.highest().isPresent() ? 0 : 1;
        }
    }

    /** Makes the file. */
    @Command(
            name = "prepare",
            description = {
                "Write the highest state that a quorum has signed, with all that proves it, to FILE, for operators to sign.",
                "CONFIG describes the new life: its members may be others, its operators must be the same."
            })
    static final class Prepare implements Callable<Integer> {
        @Mixin
        private ConfigurationFile configuration;

        @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it, such as payments.recovery.")
        private Path file;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "JOURNAL",
                description =
                        "Folder of one member's journal; repeat it for all that are left: the highest state is taken.")
        private List<Path> journals;

        @Option(names = "--chain", paramLabel = "FILE", description = "What 'view save' wrote; may be repeated.")
        private List<Path> chains = new ArrayList<>();

        @Mixin
        private EndedLife life;

        @Option(
                names = "--skip",
                paramLabel = "SLOT",
                description =
                        "The slot with the command at which more than f members halted: no state with it is taken.")
        private Long skipped;

        @Option(names = "--operator", paramLabel = "NAME", description = "Who prepares it, and signs it at once.")
        private String operator;

        @ParentCommand
        private RecoverCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = configuration.ofOther();
            Genesis founding = GenesisLoader.founding(config, Path.of(""));
            Genesis ended = life.ended(config);
            StateSearch search = new StateSearch(ended).look(journals, chains);
            StateReport report = new StateReport(search);
            parent.out().print(report.text());
            parent.out().flush();
            Optional<StateSearch.Finding> highest = search.highest();
            if (highest.isEmpty()) throw new TestudoException("no state to begin from; see above");
            List<ViewCertificate> chain = search.proved(highest.get().life()).certificates();
            RecoveryArchive archive = RecoveryArchive.prepared(
                    ended, chain, highest.get().state(), Optional.ofNullable(skipped), founding);
            requireProof(file, archive, founding);
            if (operator != null) archive = signed(archive, credentials(config, operator));
            SavedFile.write(file, archive.encode());
            parent.print(file, archive);
            return 0;
        }
    }

    private static Credentials credentials(GroupConfig config, String operator) {
        return Credentials.load(config, Path.of(""), new Principal(Principal.Kind.OPERATOR, operator));
    }

    /** Adds one approval. */
    @Command(
            name = "sign",
            description = {
                "Approve, as an operator of the life that ends, that a new one begins from FILE; verifies what is in it, from the"
                        + " genesis that CONFIG, or --ended, describes.",
                "Nothing is asked of the group. Sign only if no higher state is to be had: what came after it is lost. With"
                        + " --against it is compared with what you have yourself, and not signed if that is later."
            })
    static final class Sign implements Callable<Integer> {
        @Mixin
        private ConfigurationFile configuration;

        @Parameters(index = "1", paramLabel = "FILE", description = "What 'recover prepare' wrote; it is replaced.")
        private Path file;

        @Option(names = "--operator", required = true, paramLabel = "NAME", description = "Who approves.")
        private String operator;

        @Mixin
        private EndedLife life;

        @Mixin
        private OtherStates others;

        @ParentCommand
        private RecoverCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = configuration.ofOther();
            Genesis ended = life.ended(config);
            RecoveryArchive archive = read(file, ended);
            requireProof(file, archive, GenesisLoader.founding(config, Path.of("")));
            others.requireNoneIsLater(file, archive.statement(), ended);
            RecoveryArchive signed = signed(archive, credentials(config, operator));
            SavedFile.write(file, signed.encode());
            parent.print(file, signed);
            return 0;
        }
    }

    /** Says what is in a file. */
    @Command(
            name = "show",
            description = {
                "Show the new life in FILE, and whose valid approvals it has. Nothing is asked of the group.",
                "Exit status 0 if members would begin it with this configuration, 1 if not, 2 if a file cannot be used."
            })
    static final class Show implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "CONFIG", description = "The configuration of the new life.")
        private Path configuration;

        @Parameters(index = "1", paramLabel = "FILE", description = "What 'recover prepare' wrote.")
        private Path file;

        @Mixin
        private EndedLife life;

        @ParentCommand
        private RecoverCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = config(configuration);
            Genesis founding = GenesisLoader.founding(config, Path.of(""));
            RecoveryArchive archive = read(file, life.ended(config));
            Optional<String> refusal = archive.refusal(founding, new OfflineVerifier());
            if (archive.flaw(new OfflineVerifier()).isEmpty()) parent.print(file, archive);
            parent.out()
                    .println(refusal.map(it -> "  members refuse it: " + printable(it))
                            .orElse("  members begin it: group.recovery names this file, at all members and clients"));
            parent.out().flush();
            return refusal.isEmpty() ? 0 : 1;
        }
    }
}

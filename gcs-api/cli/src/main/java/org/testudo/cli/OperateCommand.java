package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.InstructionArchive;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.Genesis;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.stack.ConfigFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What operators tell the group: prepared by one, approved by enough of them, handed in by anyone (GM-24). */
@Command(
        name = "operate",
        description = {
            "Tell the group what to do, as its operators: group.operator-approvals of them have to agree.",
            "One prepares a file, each signs it, which needs no network, and one hands it in."
        },
        subcommands = {
            OperateCommand.Prepare.class,
            OperateCommand.Sign.class,
            OperateCommand.Show.class,
            OperateCommand.Submit.class
        })
final class OperateCommand implements Callable<Integer> {
    private static final String WRITER = "'testudo operate prepare'";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new TestudoException("operate: write 'operate prepare CONFIG FILE --exclude NAME --operator NAME', then"
                + " 'operate sign CONFIG FILE --operator NAME', then 'operate submit CONFIG FILE --operator NAME'");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static InstructionArchive read(Path file) {
        return SavedFile.read(file, InstructionArchive.MAX_BYTES, InstructionArchive::decode, WRITER);
    }

    private static InstructionArchive read(Path file, Genesis genesis) {
        InstructionArchive archive = read(file);
        if (!archive.life().genesis().equals(genesis.digest())) {
            throw new TestudoException(
                    file + ": it is for a group of genesis " + archive.life().genesis() + ", not of " + genesis.digest()
                            + "; use the configuration with which it was prepared");
        }
        return archive;
    }

    /** The file with this operator's approval. */
    private static InstructionArchive signed(InstructionArchive archive, Credentials operator, Genesis genesis) {
        Bearer bearer = new Bearer(operator.principal(), operator.statementKey());
        if (!genesis.operators().include(bearer)) {
            throw new TestudoException(
                    operator.principal() + " is not one of group.operators, or has another key there: "
                            + genesis.operators().keys());
        }
        Instruction instruction = archive.instruction();
        if (instruction.expires().isAfter(Instant.now().plus(Instruction.LONGEST))) {
            throw new TestudoException("the instruction expires at " + instruction.expires() + ", in more than "
                    + Instruction.LONGEST.toDays() + " days: it would have no effect; prepare it again");
        }
        Signature signature = operator.signer()
                .sign(instruction.header(archive.life(), bearer), instruction.body())
                .orElseThrow(() -> new IllegalStateException("its own statement key signs"));
        return archive.with(new Approval(bearer.principal().name(), bearer.key(), signature));
    }

    private void print(Path file, InstructionArchive archive, Genesis genesis) {
        List<String> approving = archive.approving(genesis.operators(), new OfflineVerifier());
        out().println(file + ": " + archive.instruction().describe());
        out().println("  counts until " + archive.instruction().expires() + ", in life "
                + archive.life().life());
        out().println("  approved by " + approving + ", needed are "
                + genesis.operators().needed() + " of "
                + genesis.operators().keys().size() + " operators");
        out().flush();
    }

    /** Makes the file. */
    @Command(
            name = "prepare",
            description = {
                "Ask the group for the number of the next instruction, and write one to FILE.",
                "Prepared by an operator it is signed by it. What is prepared under a number that is used up meanwhile has no"
                        + " effect: prepare it again."
            })
    static final class Prepare implements Callable<Integer> {
        @Mixin
        private ConfigurationFile configuration;

        @Parameters(index = "1", paramLabel = "FILE", description = "Where to write it, such as carol.instruction.")
        private Path file;

        @ArgGroup(multiplicity = "1")
        private ActOptions act;

        @ArgGroup(multiplicity = "1")
        private RevokeCommand.Caller caller;

        @Option(
                names = "--expires-in",
                defaultValue = "60",
                paramLabel = "MINUTES",
                description = "How long it counts, by the group's time (default: ${DEFAULT-VALUE}).")
        private long minutes;

        @ParentCommand
        private OperateCommand parent;

        @Override
        public Integer call() throws InterruptedException {
            if (minutes < 1 || minutes > Instruction.LONGEST.toMinutes()) {
                throw new TestudoException(
                        "--expires-in " + minutes + ": give 1 to " + Instruction.LONGEST.toMinutes() + " minutes");
            }
            GroupConfig config = configuration.ofOther();
            Credentials credentials = Credentials.load(config, Path.of(""), caller.principal());
            Genesis genesis = GenesisLoader.load(config, Path.of(""));
            try (CommandPort port = new CommandPort(config, credentials)) {
                Instant expires = Instant.ofEpochSecond(
                        Instant.now().plus(Duration.ofMinutes(minutes)).getEpochSecond());
                Instruction instruction =
                        new Instruction(port.nextInstruction(), expires, act.act(config, credentials.authority()));
                InstructionArchive archive = new InstructionArchive(port.life(), instruction, List.of());
                boolean operator = credentials.principal().kind() == Principal.Kind.OPERATOR;
                if (operator) archive = signed(archive, credentials, genesis);
                SavedFile.write(file, archive.encode());
                parent.print(file, archive, genesis);
                return 0;
            }
        }
    }

    /** Adds one approval. */
    @Command(
            name = "sign",
            description =
                    "Approve the instruction in FILE as an operator; shows what it is. Nothing is asked of the group.")
    static final class Sign implements Callable<Integer> {
        @Mixin
        private ConfigurationFile configuration;

        @Parameters(index = "1", paramLabel = "FILE", description = "What 'operate prepare' wrote; it is replaced.")
        private Path file;

        @Option(names = "--operator", required = true, paramLabel = "NAME", description = "Who approves.")
        private String operator;

        @ParentCommand
        private OperateCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = configuration.ofOther();
            Genesis genesis = GenesisLoader.load(config, Path.of(""));
            InstructionArchive archive = read(file, genesis);
            Principal principal = new Principal(Principal.Kind.OPERATOR, operator);
            InstructionArchive signed = signed(archive, Credentials.load(config, Path.of(""), principal), genesis);
            SavedFile.write(file, signed.encode());
            parent.print(file, signed, genesis);
            return 0;
        }
    }

    /** Says what is in a file. */
    @Command(
            name = "show",
            description = {
                "Show the instruction in FILE, and whose valid approvals it has. Nothing is asked of the group.",
                "Exit status 0 if enough operators approve, 1 if not, 2 if the file cannot be used."
            })
    static final class Show implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "CONFIG", description = "The group's configuration.")
        private Path configuration;

        @Parameters(index = "1", paramLabel = "FILE", description = "What 'operate prepare' wrote.")
        private Path file;

        @ParentCommand
        private OperateCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = ConfigFile.load(configuration, Map.of()).as("");
            Genesis genesis = GenesisLoader.load(config, Path.of(""));
            InstructionArchive archive = read(file, genesis);
            parent.print(file, archive, genesis);
            int approving = archive.approving(genesis.operators(), new OfflineVerifier())
                    .size();
            return approving >= genesis.operators().needed() ? 0 : 1;
        }
    }

    /** Hands it in. */
    @Command(
            name = "submit",
            description = {
                "Hand an instruction that enough operators approve to all members, and wait until it has had its turn.",
                "Of several files for the same instruction the approvals are put together. What came of it is in the reason of"
                        + " the view, and in the members' logs.",
                "Exit status 1 if no member takes it, or it did not have its turn in time."
            })
    static final class Submit implements Callable<Integer> {
        @Mixin
        private ConfigurationFile configuration;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What 'operate sign' wrote.")
        private List<Path> files;

        @ArgGroup(multiplicity = "1")
        private RevokeCommand.Caller caller;

        @ParentCommand
        private OperateCommand parent;

        @Override
        public Integer call() throws InterruptedException {
            GroupConfig config = configuration.ofOther();
            Genesis genesis = GenesisLoader.load(config, Path.of(""));
            InstructionArchive archive = together(genesis);
            Instruction instruction = archive.instruction();
            try (CommandPort port =
                    new CommandPort(config, Credentials.load(config, Path.of(""), caller.principal()))) {
                String what = "instruction " + instruction.number();
                if (!port.handIn(archive.command(), what, parent.out())) return 1;
                boolean turned = port.awaitTurn(instruction.number());
                parent.out()
                        .println(
                                turned
                                        ? what
                                                + " has had its turn: what came of it, also if another took its number, is"
                                                + " in the reason of the view or the members' logs"
                                        : what
                                                + " has not had its turn yet: see 'testudo status' and the members' logs");
                parent.out().flush();
                return turned ? 0 : 1;
            }
        }

        private static InstructionArchive valid(Path file, Genesis genesis) {
            return read(file, genesis).valid(genesis.operators(), new OfflineVerifier());
        }

        private InstructionArchive together(Genesis genesis) {
            InstructionArchive all = valid(files.get(0), genesis);
            for (Path each : files.subList(1, files.size())) {
                InstructionArchive other = valid(each, genesis);
                boolean same = other.life().equals(all.life())
                        && Arrays.equals(
                                other.instruction().body(), all.instruction().body());
                if (!same) throw new TestudoException(each + ": holds another instruction than " + files.get(0));
                for (Approval approval : other.approvals()) all = all.with(approval);
            }
            return all;
        }
    }
}

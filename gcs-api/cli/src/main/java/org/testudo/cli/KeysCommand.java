package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the group's authority and the credentials of everybody else. */
@Command(
        name = "keys",
        description = {
            "Make the group's CA, and credentials of members, clients, sensors and operators.",
            "Each gets NAME.p12 (private, for its host alone) and NAME.pem (public, for every member)."
        },
        subcommands = {
            KeysCommand.Ca.class,
            KeysIntermediate.class,
            KeysCommand.Member.class,
            KeysCommand.Client.class,
            KeysCommand.Sensor.class,
            KeysCommand.Operator.class,
            KeysRenew.class,
            KeysRevoke.class
        })
final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Where keys are kept, and for which group. */
    static final class Folder {
        @Option(names = "--group", required = true, paramLabel = "NAME", description = "The group's name.")
        private String group;

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the key files.")
        private Path out;

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "Its first line is the pass phrase; otherwise TESTUDO_PASSPHRASE holds it.")
        private Path passphraseFile;

        @Option(
                names = "--issuer",
                defaultValue = "",
                paramLabel = "NAME",
                description = "The intermediate authority that issues, instead of the group's CA.")
        private String issuer;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec command;

        PrintWriter out() {
            return command.commandLine().getOut();
        }

        Passphrase passphrase() {
            if (passphraseFile != null) return Passphrase.fromFile(passphraseFile);
            return Passphrase.fromEnvironment()
                    .orElseThrow(() -> new TestudoException(
                            "no pass phrase: give --passphrase-file FILE or set " + Passphrase.VARIABLE));
        }

        /** The folder, after a look at the group's name. */
        KeyFolder keys() {
            checkGroup();
            return new KeyFolder(out);
        }

        /** The authority of the folder, which must be the group's. */
        Authority authority(KeyFolder keys, Passphrase passphrase) {
            Path store = issuer.isEmpty() ? keys.authorityStore() : keys.intermediateStore(issuer);
            Authority authority = Authority.load(store, passphrase);
            if (authority.group().equals(group)) return authority;
            throw new TestudoException(store + " is the CA of group '" + authority.group() + "', not of '" + group
                    + "'; name that group or another --out folder");
        }

        private void checkGroup() {
            if (!MemberId.isValidName(group)) {
                throw new TestudoException("--group '" + group + "': use 1 to 64 of a-z 0-9 . _ -");
            }
        }
    }

    @Command(name = "ca", description = "Make the group's certificate authority: group-ca.p12 and group-ca.pem.")
    static final class Ca implements Callable<Integer> {
        @Mixin
        private Folder folder;

        @Override
        public Integer call() throws Exception {
            folder.checkGroup();
            Files.createDirectories(folder.out);
            KeyFolder keys = new KeyFolder(folder.out);
            keys.found(folder.group, folder.passphrase());
            folder.out()
                    .println("made " + keys.authorityStore() + " (keep it off the members' hosts) and "
                            + keys.authorityCertificate());
            return 0;
        }
    }

    /** What the commands that issue credentials have in common. */
    abstract static class Issue implements Callable<Integer> {
        @Mixin
        private Folder folder;

        @Parameters(arity = "1..*", paramLabel = "NAME", description = "For whom; one set of credentials each.")
        private List<String> names;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description =
                        "Name of the two files, without ending, instead of NAME: for new keys beside the former ones.")
        private String file;

        private final Principal.Kind role;

        Issue(Principal.Kind role) {
            this.role = role;
        }

        @Override
        public Integer call() {
            KeyFolder keys = folder.keys();
            List<Principal> principals =
                    names.stream().map(name -> new Principal(role, name)).toList();
            if (file != null && (names.size() > 1 || !MemberId.isValidName(file))) {
                throw new TestudoException("--file '" + file + "': use a-z 0-9 . _ - and give one NAME only");
            }
            for (Principal each : principals) refuseToReplace(keys, fileOf(each));
            Passphrase passphrase = folder.passphrase();
            Authority authority = folder.authority(keys, passphrase);
            for (Principal each : principals) {
                Credentials made = keys.issue(authority, each, passphrase, fileOf(each));
                folder.out().println("made " + keys.store(fileOf(each)) + " and " + keys.card(fileOf(each)));
                if (file != null)
                    folder.out().println("key " + made.statementKey().toHex());
            }
            return 0;
        }

        private String fileOf(Principal principal) {
            return file == null ? principal.name() : file;
        }

        /** All or nothing: names are checked before the first key is made. */
        private static void refuseToReplace(KeyFolder keys, String name) {
            for (Path file : List.of(keys.store(name), keys.card(name))) {
                if (Files.exists(file)) {
                    throw new TestudoException(
                            file + " exists; keys are never overwritten: choose another name or move it away");
                }
            }
        }
    }

    @Command(name = "member", description = "Make credentials of members.")
    static final class Member extends Issue {
        Member() {
            super(Principal.Kind.MEMBER);
        }
    }

    @Command(name = "client", description = "Make credentials of clients.")
    static final class Client extends Issue {
        Client() {
            super(Principal.Kind.CLIENT);
        }
    }

    @Command(name = "sensor", description = "Make credentials of sensors.")
    static final class Sensor extends Issue {
        Sensor() {
            super(Principal.Kind.SENSOR);
        }
    }

    @Command(name = "operator", description = "Make credentials of operators.")
    static final class Operator extends Issue {
        Operator() {
            super(Principal.Kind.OPERATOR);
        }
    }
}

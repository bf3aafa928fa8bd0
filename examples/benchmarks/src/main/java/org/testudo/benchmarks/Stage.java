package org.testudo.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testudo.api.FaultModel;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;

/**
 * The files that the members of one run share: fresh keys of one authority for either side, ports, a configuration.
 *
 * @param directory deleted after the run
 * @param members in the order of their seats
 */
public record Stage(Path directory, List<String> members) {
    /** The most members of a group that is measured. */
    public static final int MOST_MEMBERS = 10;

    private static final List<String> NAMES =
            List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy");

    /** For full speed: a window has many batches of 1 MiB, all kept until the checkpoint after them is stable. */
    static final String ROOMY = "log-limit: " + (256L << 20);

    /** Each member writes what it must not forget to a folder of the stage, before it says so. */
    static final String JOURNAL = "journal: file";

    private static final String GROUP = "bench";

    /**
     * What a group is to be; with the defaults in all else.
     *
     * @param members how many, 1 to {@link #MOST_MEMBERS}
     * @param model with f as large as it allows
     * @param ordering settings of the total order, such as {@link #ROOMY}
     * @param clients who get keys, too
     * @param parent of the folder
     */
    public record Plan(int members, FaultModel model, List<String> ordering, List<String> clients, Path parent) {
        /** Of the model {@code byzantine}, in a temporary folder. */
        public static Plan of(int members, String... ordering) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            return new Plan(members, FaultModel.BYZANTINE, List.of(ordering), List.of(), temporary);
        }

        /** The same, and keys for clients of these names. */
        public Plan withClients(List<String> names) {
            return new Plan(members, model, ordering, names, parent);
        }

        /** The same as this side is, in a folder there. */
        Plan as(Side side, Path there) {
            List<String> all = new ArrayList<>(ordering);
            if (side.journal()) all.add(JOURNAL);
            return new Plan(members, side.model(), all, clients, there);
        }
    }

    /** Makes fresh ones in a new folder. */
    public static Stage create(Plan plan) throws IOException {
        Path directory = Files.createTempDirectory(plan.parent.toAbsolutePath(), "testudo-bench");
        Stage stage = new Stage(directory, NAMES.subList(0, plan.members));
        SecureRandom random = new SecureRandom();
        Files.writeString(stage.directory.resolve("passphrase"), hex(random, 16) + "\n");
        Passphrase passphrase = Passphrase.fromFile(stage.directory.resolve("passphrase"));
        KeyFolder keys = new KeyFolder(Files.createDirectory(stage.directory.resolve("keys")));
        Authority authority = keys.found(GROUP, passphrase);
        for (String each : stage.members) keys.issue(authority, new Principal(Principal.Kind.MEMBER, each), passphrase);
        for (String each : plan.clients) keys.issue(authority, new Principal(Principal.Kind.CLIENT, each), passphrase);
        stage.trust(authority);
        List<Integer> ports = FreePorts.find(2 * plan.members);
        Files.write(
                stage.directory.resolve("ports"),
                ports.stream().map(String::valueOf).toList());
        Files.writeString(stage.configuration(), stage.yaml(ports, plan));
        return stage;
    }

    /** The one that another process has made there. */
    public static Stage at(Path directory) throws IOException {
        int ports = Files.readAllLines(directory.resolve("ports")).size();
        return new Stage(directory, NAMES.subList(0, ports / 2));
    }

    /** What the members of Testudo are configured by. */
    public Path configuration() {
        return directory.resolve("testudo.yaml");
    }

    /** What the peer's stack leaves open. */
    public Map<String, String> peerProperties(String self) throws IOException {
        List<String> ports = Files.readAllLines(directory.resolve("ports"));
        String hosts = Stream.iterate(0, i -> i < members.size(), i -> i + 1)
                .map(i -> "127.0.0.1[" + ports.get(2 * i) + "]")
                .collect(Collectors.joining(","));
        Path keys = directory.resolve("keys");
        String cards = members.stream()
                .map(it -> it + "[" + keys.resolve(it + ".pem") + "]")
                .collect(Collectors.joining(","));
        String addresses = Stream.iterate(0, i -> i < members.size(), i -> i + 1)
                .map(i -> members.get(i) + "[127.0.0.1:" + ports.get(2 * i) + "]")
                .collect(Collectors.joining(","));
        return Map.of(
                "bench.members", addresses,
                "bench.cards", cards,
                "bench.authority", keys.resolve(KeyFolder.AUTHORITY_CERTIFICATE).toString(),
                "bench.passphrase", directory.resolve("passphrase").toString(),
                "bench.port", ports.get(2 * members.indexOf(self)),
                "bench.hosts", hosts,
                "bench.keystore", keys.resolve(self + ".p12").toString(),
                "bench.truststore", truststore().toString(),
                "bench.password", password());
    }

    private void trust(Authority authority) throws IOException {
        try (OutputStream out = Files.newOutputStream(truststore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ca", authority.certificate().certificate());
            store.store(out, password().toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PKCS12", e);
        }
    }

    private Path truststore() {
        return directory.resolve("trust.p12");
    }

    private String password() throws IOException {
        return Files.readString(directory.resolve("passphrase")).strip();
    }

    private String yaml(List<Integer> ports, Plan plan) {
        StringBuilder yaml = new StringBuilder("group:\n  name: " + GROUP + "\n");
        yaml.append("  model: " + plan.model.name().toLowerCase(Locale.ROOT) + "\n");
        yaml.append("  max-faulty: " + plan.model.mostFaulty(members.size()) + "\n  members:\n");
        for (int i = 0; i < members.size(); i++) {
            String member = members.get(i);
            yaml.append("    - {id: " + member + ", address: \"127.0.0.1:" + ports.get(2 * i)
                    + "\", client-address: \"127.0.0.1:" + ports.get(2 * i + 1) + "\", key: keys/" + member
                    + ".pem}\n");
        }
        List<String> ordering = new ArrayList<>(plan.ordering);
        if (ordering.contains(JOURNAL)) ordering.add("journal-path: \"" + directory.resolve("journals") + "\"");
        if (!ordering.isEmpty()) yaml.append("  ordering: {" + String.join(", ", ordering) + "}\n");
        return yaml.append("  credentials: {store: keys, trust: keys/" + KeyFolder.AUTHORITY_CERTIFICATE
                        + ", passphrase-file: passphrase}\n")
                .toString();
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    void delete() throws IOException {
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
        }
    }
}

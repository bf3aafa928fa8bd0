package org.testudo.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
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
record Stage(Path directory, List<String> members) {
    /** The most members of a group that is measured. */
    static final int MOST_MEMBERS = 10;

    private static final List<String> NAMES =
            List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy");

    /** For full speed: a window has many batches of 1 MiB, all kept until the checkpoint after them is stable. */
    static final String ROOMY = "  ordering: {log-limit: " + (256L << 20) + "}\n";

    private static final String GROUP = "bench";

    /** One of the model {@code byzantine}. */
    static Stage create(int members, String settings, List<String> clients) throws IOException {
        return create(members, FaultModel.BYZANTINE, settings, clients);
    }

    /**
     * Makes fresh ones in a new temporary folder.
     *
     * @param members how many, 1 to {@link #MOST_MEMBERS}
     * @param model with f as large as it allows
     * @param settings more lines of the group's configuration, such as {@link #ROOMY}
     * @param clients who get keys, too
     */
    static Stage create(int members, FaultModel model, String settings, List<String> clients) throws IOException {
        Stage stage = new Stage(Files.createTempDirectory("testudo-bench"), NAMES.subList(0, members));
        SecureRandom random = new SecureRandom();
        Files.writeString(stage.directory.resolve("passphrase"), hex(random, 16) + "\n");
        Passphrase passphrase = Passphrase.fromFile(stage.directory.resolve("passphrase"));
        KeyFolder keys = new KeyFolder(Files.createDirectory(stage.directory.resolve("keys")));
        Authority authority = keys.found(GROUP, passphrase);
        for (String each : stage.members) keys.issue(authority, new Principal(Principal.Kind.MEMBER, each), passphrase);
        for (String each : clients) keys.issue(authority, new Principal(Principal.Kind.CLIENT, each), passphrase);
        stage.trust(authority);
        List<Integer> ports = FreePorts.find(2 * members);
        Files.write(
                stage.directory.resolve("ports"),
                ports.stream().map(String::valueOf).toList());
        Files.writeString(stage.configuration(), stage.yaml(ports, model, settings));
        return stage;
    }

    /** The one that another process has made there. */
    static Stage at(Path directory) throws IOException {
        int ports = Files.readAllLines(directory.resolve("ports")).size();
        return new Stage(directory, NAMES.subList(0, ports / 2));
    }

    Path configuration() {
        return directory.resolve("testudo.yaml");
    }

    /** What the peer's stack leaves open. */
    Map<String, String> peerProperties(String self) throws IOException {
        List<String> ports = Files.readAllLines(directory.resolve("ports"));
        String hosts = Stream.iterate(0, i -> i < members.size(), i -> i + 1)
                .map(i -> "127.0.0.1[" + ports.get(2 * i) + "]")
                .collect(Collectors.joining(","));
        return Map.of(
                "bench.port", ports.get(2 * members.indexOf(self)),
                "bench.hosts", hosts,
                "bench.keystore",
                        directory.resolve("keys").resolve(self + ".p12").toString(),
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

    private String yaml(List<Integer> ports, FaultModel model, String settings) {
        StringBuilder yaml = new StringBuilder("group:\n  name: " + GROUP + "\n");
        yaml.append("  model: " + model.name().toLowerCase(Locale.ROOT) + "\n");
        yaml.append("  max-faulty: " + model.mostFaulty(members.size()) + "\n  members:\n");
        for (int i = 0; i < members.size(); i++) {
            String member = members.get(i);
            yaml.append("    - {id: " + member + ", address: \"127.0.0.1:" + ports.get(2 * i)
                    + "\", client-address: \"127.0.0.1:" + ports.get(2 * i + 1) + "\", key: keys/" + member
                    + ".pem}\n");
        }
        yaml.append(settings);
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

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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;

/**
 * The files that the members of one run share: fresh keys of one authority for either side, ports, a configuration.
 *
 * @param directory deleted after the run
 */
record Stage(Path directory) {
    static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dave");

    private static final String GROUP = "bench";

    /** Makes fresh ones in a new temporary folder. */
    static Stage create() throws IOException {
        Stage stage = new Stage(Files.createTempDirectory("testudo-bench"));
        SecureRandom random = new SecureRandom();
        Files.writeString(stage.directory.resolve("passphrase"), hex(random, 16) + "\n");
        Passphrase passphrase = Passphrase.fromFile(stage.directory.resolve("passphrase"));
        KeyFolder keys = new KeyFolder(Files.createDirectory(stage.directory.resolve("keys")));
        Authority authority = keys.found(GROUP, passphrase);
        for (String each : MEMBERS) keys.issue(authority, new Principal(Principal.Kind.MEMBER, each), passphrase);
        stage.trust(authority);
        List<Integer> ports = FreePorts.find(2 * MEMBERS.size());
        Files.write(
                stage.directory.resolve("ports"),
                ports.stream().map(String::valueOf).toList());
        Files.writeString(stage.configuration(), yaml(ports));
        return stage;
    }

    Path configuration() {
        return directory.resolve("testudo.yaml");
    }

    /** What the peer's stack leaves open. */
    Map<String, String> peerProperties(String self) throws IOException {
        List<String> ports = Files.readAllLines(directory.resolve("ports"));
        String hosts = Stream.iterate(0, i -> i < MEMBERS.size(), i -> i + 1)
                .map(i -> "127.0.0.1[" + ports.get(2 * i) + "]")
                .collect(Collectors.joining(","));
        return Map.of(
                "bench.port", ports.get(2 * MEMBERS.indexOf(self)),
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

    private static String yaml(List<Integer> ports) {
        StringBuilder yaml = new StringBuilder("group:\n  name: " + GROUP + "\n  max-faulty: 1\n  members:\n");
        for (int i = 0; i < MEMBERS.size(); i++) {
            String member = MEMBERS.get(i);
            yaml.append("    - {id: " + member + ", address: \"127.0.0.1:" + ports.get(2 * i)
                    + "\", client-address: \"127.0.0.1:" + ports.get(2 * i + 1) + "\", key: keys/" + member
                    + ".pem}\n");
        }
        // A window has many batches of 1 MiB, all kept until the checkpoint after them is stable.
        yaml.append("  ordering: {log-limit: " + (256L << 20) + "}\n");
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

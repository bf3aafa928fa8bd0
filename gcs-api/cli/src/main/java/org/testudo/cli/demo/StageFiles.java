package org.testudo.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.GroupClient;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.FreePorts;

/**
 * Fresh keys and a configuration for a group on this machine.
 *
 * @param configuration the file that all processes read
 * @param sensors of the hosts that are watched
 */
record StageFiles(Path configuration, List<Sensor> sensors) {
    /**
     * The sensor of one member's host.
     *
     * @param eve the file that it follows
     */
    record Sensor(String name, String watched, Path eve) {}

    private static final String GROUP = "demo";

    static StageFiles write(Path directory, Cast cast) throws IOException {
        SecureRandom random = new SecureRandom();
        Path passphraseFile = Files.writeString(directory.resolve("passphrase"), hex(random, 16) + "\n");
        Passphrase passphrase = Passphrase.fromFile(passphraseFile);
        KeyFolder keys = new KeyFolder(Files.createDirectory(directory.resolve("keys")));
        Authority authority = keys.found(GROUP, passphrase);
        for (String each : cast.members()) keys.issue(authority, member(each), passphrase);
        for (String each : cast.standbys()) keys.issue(authority, member(each), passphrase);
        for (String each : cast.clients())
            keys.issue(authority, new Principal(Principal.Kind.CLIENT, each), passphrase);
        List<Sensor> sensors = new ArrayList<>();
        for (String watched : cast.watched()) {
            String name = "suricata-" + watched;
            keys.issue(authority, new Principal(Principal.Kind.SENSOR, name), passphrase);
            sensors.add(new Sensor(name, watched, Files.createFile(directory.resolve("eve-" + watched + ".json"))));
        }
        Path configuration = Files.writeString(directory.resolve("testudo.yaml"), yaml(cast, sensors));
        return new StageFiles(configuration, List.copyOf(sensors));
    }

    /** The one that watches this member's host. */
    Sensor sensor(String watched) {
        return sensors.stream()
                .filter(each -> each.watched.equals(watched))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sensor watches " + watched));
    }

    /** What all processes read. */
    GroupConfig config() {
        return ConfigFile.load(configuration, Map.of()).as("");
    }

    /** A client in this process. */
    GroupClient openClient(String name) {
        return GroupClient.open(config(), Path.of(""), name);
    }

    /** The same with one who is told of its work. */
    GroupClient openClient(String name, ClientListener listener) {
        return GroupClient.open(config(), Path.of(""), name, listener);
    }

    private static Principal member(String name) {
        return new Principal(Principal.Kind.MEMBER, name);
    }

    private static String yaml(Cast cast, List<Sensor> sensors) throws IOException {
        int members = cast.members().size() + cast.standbys().size();
        Iterator<Integer> ports = FreePorts.find(2 * members).iterator();
        StringBuilder yaml = new StringBuilder();
        yaml.append("group:\n  name: ").append(GROUP).append("\n");
        yaml.append("  max-faulty: 1\n  members:\n");
        cast.members().forEach(member -> yaml.append(entry(member, cast.premises(), ports)));
        if (!cast.standbys().isEmpty()) yaml.append("  standbys:\n");
        cast.standbys().forEach(standby -> yaml.append(entry(standby, cast.premises(), ports)));
        yaml.append("  credentials: {store: keys, trust: keys/" + KeyFolder.AUTHORITY_CERTIFICATE
                + ", passphrase-file: passphrase}\n");
        if (!sensors.isEmpty()) yaml.append("  attack-detector: {enforce: true}\n  sensors:\n");
        sensors.forEach(it -> yaml.append(
                "    - {id: " + it.name + ", watches: " + it.watched + ", key: keys/" + it.name + ".pem}\n"));
        return yaml.append(cast.settings()).toString();
    }

    private static String entry(String member, Premises premises, Iterator<Integer> ports) {
        String host = premises.host(member);
        return "    - {id: " + member + ", address: \"" + host + ":" + ports.next() + "\", client-address: \"" + host
                + ":" + ports.next() + "\", key: keys/" + member + ".pem}\n";
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}

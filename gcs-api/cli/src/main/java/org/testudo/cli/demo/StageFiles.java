package org.testudo.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.testudo.api.Principal;
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
 * @param sensor the name of the sensor
 * @param eve the file that it follows
 */
record StageFiles(Path configuration, String sensor, Path eve) {
    private static final String GROUP = "demo";

    static StageFiles write(
            Path directory, List<String> members, List<String> standbys, String watched, Collection<String> clients)
            throws IOException {
        SecureRandom random = new SecureRandom();
        Path passphraseFile = Files.writeString(directory.resolve("passphrase"), hex(random, 16) + "\n");
        Passphrase passphrase = Passphrase.fromFile(passphraseFile);
        KeyFolder keys = new KeyFolder(Files.createDirectory(directory.resolve("keys")));
        Authority authority = keys.found(GROUP, passphrase);
        String sensor = "suricata-" + watched;
        for (String member : members) keys.issue(authority, new Principal(Principal.Kind.MEMBER, member), passphrase);
        for (String standby : standbys)
            keys.issue(authority, new Principal(Principal.Kind.MEMBER, standby), passphrase);
        for (String client : clients) keys.issue(authority, new Principal(Principal.Kind.CLIENT, client), passphrase);
        keys.issue(authority, new Principal(Principal.Kind.SENSOR, sensor), passphrase);
        Path eve = Files.createFile(directory.resolve("eve-" + watched + ".json"));
        Path configuration =
                Files.writeString(directory.resolve("testudo.yaml"), yaml(members, standbys, watched, sensor));
        return new StageFiles(configuration, sensor, eve);
    }

    /** A client in this process. */
    GroupClient openClient(String name) {
        return GroupClient.open(ConfigFile.load(configuration, Map.of()).as(""), Path.of(""), name);
    }

    private static String yaml(List<String> members, List<String> standbys, String watched, String sensor)
            throws IOException {
        Iterator<Integer> ports =
                FreePorts.find(2 * (members.size() + standbys.size())).iterator();
        StringBuilder yaml = new StringBuilder();
        yaml.append("group:\n  name: ").append(GROUP).append("\n");
        yaml.append("  max-faulty: 1\n  members:\n");
        members.forEach(member -> yaml.append(entry(member, ports)));
        if (!standbys.isEmpty()) yaml.append("  standbys:\n");
        standbys.forEach(standby -> yaml.append(entry(standby, ports)));
        yaml.append("  credentials: {store: keys, trust: keys/" + KeyFolder.AUTHORITY_CERTIFICATE
                + ", passphrase-file: passphrase}\n");
        yaml.append("  attack-detector: {enforce: true}\n  sensors:\n");
        yaml.append("    - {id: " + sensor + ", watches: " + watched + ", key: keys/" + sensor + ".pem}\n");
        return yaml.toString();
    }

    private static String entry(String member, Iterator<Integer> ports) {
        return "    - {id: " + member + ", address: \"127.0.0.1:" + ports.next() + "\", client-address: \"127.0.0.1:"
                + ports.next() + "\", key: keys/" + member + ".pem}\n";
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}

package org.testudo.sicp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.JChannel;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.CredentialsConfig;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.config.OrderingConfig;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;

/** A group with fresh keys in a folder, whose members are channels of this JVM. */
final class TestGroup implements AutoCloseable {
    static final String NAME = "payments";
    static final Passphrase SECRET = Passphrase.of("swordfish".toCharArray());

    final Path folder;
    final KeyFolder keys;
    final Authority authority;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<JChannel> channels = new ArrayList<>();

    /** One running member. */
    record Member(SICP sicp, PROBE probe, JChannel channel) {}

    TestGroup(Path folder, String... names) throws IOException {
        this.folder = folder;
        keys = new KeyFolder(folder);
        authority = keys.found(NAME, SECRET);
        Files.writeString(folder.resolve("passphrase"), "swordfish\n");
        for (String name : names) {
            keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), SECRET);
            ports.put(name, FreePorts.find());
        }
    }

    int port(String name) {
        return ports.get(name);
    }

    GroupConfig config(String self) {
        return config(self, ports);
    }

    /** @param dialled the ports that the members have for the others; each listens on its own on every interface */
    GroupConfig config(String self, Map<String, Integer> dialled) {
        List<MemberConfig> members = dialled.entrySet().stream()
                .map(each ->
                        new MemberConfig(each.getKey(), "127.0.0.1:" + each.getValue(), "", each.getKey() + ".pem"))
                .toList();
        return new GroupConfig(
                NAME,
                self,
                dialled == ports ? "" : "0.0.0.0:" + port(self),
                FaultModel.BYZANTINE,
                (members.size() - 1) / 3,
                members,
                List.of(),
                new CredentialsConfig(self + ".p12", KeyFolder.AUTHORITY_CERTIFICATE, "passphrase"),
                OrderingConfig.defaults(),
                FailureDetectorConfig.defaults(),
                AttackDetectorConfig.defaults(),
                List.of(),
                List.of(),
                ClientAccessConfig.defaults());
    }

    Member start(String name) throws Exception {
        return start(config(name));
    }

    Member start(GroupConfig config) throws Exception {
        SICP sicp = new SICP(config, folder);
        PROBE probe = new PROBE();
        JChannel channel = new JChannel(sicp, probe);
        channels.add(channel);
        channel.connect(NAME);
        return new Member(sicp, probe, channel);
    }

    static MemberId id(String name) {
        return new MemberId(name);
    }

    @Override
    public void close() {
        channels.forEach(JChannel::close);
    }
}

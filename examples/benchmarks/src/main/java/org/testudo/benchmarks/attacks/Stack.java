package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.Stage;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.StackXml;

/** What is attacked: each member is a plain JGroups channel with one of these stacks. */
enum Stack {
    /** The stock stack of JGroups over TCP, with TLS and client certificates of the group's authority. */
    STOCK_TLS,

    /** The same with SICP in the place of TCP. */
    SICP,

    /** All layers of Testudo. */
    TESTUDO;

    /** The XML of a member's stack; sets the properties that it refers to. */
    String xml(Stage stage, String self) throws IOException {
        if (this == TESTUDO) {
            Map<String, String> own = Map.of("group.self", self, "group.attack-detector.enforce", "true");
            return StackXml.of(ConfigFile.load(stage.configuration(), own));
        }
        properties(stage, self).forEach(System::setProperty);
        return resource("stock.xml")
                .replace("<TRANSPORT/>", resource(this == SICP ? "sicp.xml" : "tcp.xml"))
                .replace("<DETECTOR/>", this == SICP ? "" : "<FD_SOCK2 bind_addr=\"127.0.0.1\"/>");
    }

    private static Map<String, String> properties(Stage stage, String self) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>(stage.peerProperties(self));
        Path keys = stage.directory().resolve("keys");
        List<String> ports = Files.readAllLines(stage.directory().resolve("ports"));
        properties.put(
                "bench.authority", keys.resolve(KeyFolder.AUTHORITY_CERTIFICATE).toString());
        properties.put(
                "bench.passphrase", stage.directory().resolve("passphrase").toString());
        properties.put(
                "bench.members",
                Stream.iterate(0, i -> i < stage.members().size(), i -> i + 1)
                        .map(i -> stage.members().get(i) + "[127.0.0.1:" + ports.get(2 * i) + "]")
                        .collect(Collectors.joining(",")));
        properties.put(
                "bench.cards",
                stage.members().stream()
                        .map(each -> each + "[" + keys.resolve(each + ".pem") + "]")
                        .collect(Collectors.joining(",")));
        return properties;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Stack.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is missing in the jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether its members are of JGroups above the transport. */
    boolean stock() {
        return this != TESTUDO;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Stack named(String name) {
        for (Stack each : values()) if (each.toString().equals(name)) return each;
        throw new TestudoException("no stack is called '" + name + "'; give some of "
                + Stream.of(values()).map(Stack::toString).collect(Collectors.joining(", ")));
    }
}

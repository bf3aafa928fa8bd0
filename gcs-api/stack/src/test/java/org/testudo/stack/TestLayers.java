package org.testudo.stack;

import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.stack.Protocol;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;

/** Layers of a stack as an artifact brings them, for tests of the assembly; the name of the policy file says what goes wrong. */
public final class TestLayers {
    /** Passes everything on. */
    public static final class PASS extends Protocol {}

    /** A transport that cannot start. */
    private static final class BROKEN extends Protocol {
        private final Exception failure;

        BROKEN(Exception failure) {
            this.failure = failure;
        }

        @Override
        public void start() throws Exception {
            throw new Exception("wrapped", failure);
        }
    }

    private TestLayers() {}

    /** Finds the layers as if each stood in a jar of its own. */
    static List<StackLayer> all() {
        List<StackLayer> layers = new ArrayList<>(List.of(new LanesLayer()));
        layers.add(layer(
                "SICP", config -> new LoopbackTransport(new MemberId(config.self()), new TestKeys.CountingVerifier())));
        layers.add(layer("FAILURE_DETECTOR", config -> switch (fileName(
                config.attackDetector().policy())) {
            case "port in use" -> new BROKEN(new BindException("Address already in use"));
            case "bad key" -> new BROKEN(new TestudoException("group.credentials.store: wrong pass phrase"));
            case "surprise" -> new BROKEN(new IllegalStateException("something else"));
            default -> new PASS();
        }));
        layers.add(layer("ATTACK_DETECTOR", config -> new PASS()));
        layers.add(layer("ABCAST", config -> new SOLO()));
        layers.add(layer("MEMBERSHIP", config -> new PASS()));
        layers.add(layer("GACP", config -> new PASS()));
        return layers;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private interface Maker {
        Protocol make(GroupConfig config);
    }

    private static StackLayer layer(String name, Maker maker) {
        return new StackLayer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Protocol create(GroupConfig config) {
                return maker.make(config);
            }
        };
    }
}

package org.testudo.planted.purity.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reaches for what belongs to the host. */
public class Foreign {
    org.slf4j.Logger logger() {
        return null;
    }

    java.util.logging.Logger platformLogger() {
        return null;
    }

    org.jgroups.Address jgroups() {
        return null;
    }

    void file() throws IOException {
        Files.delete(Path.of("x"));
    }

    java.net.Socket socket() {
        return null;
    }

    java.nio.channels.FileChannel channel() {
        return null;
    }

    java.security.Signature signature() {
        return null;
    }

    java.io.InputStream stream() {
        return null;
    }

    org.testudo.planted.purity.Outer ownModuleOutsideTheCore() {
        return null;
    }
}

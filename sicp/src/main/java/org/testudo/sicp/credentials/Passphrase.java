package org.testudo.sicp.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import org.testudo.api.TestudoException;
import org.testudo.config.CredentialsConfig;

/** The pass phrase of a store. Never printed, logged or put into an error (SICP-9). */
public final class Passphrase {
    /** The environment variable that holds the pass phrase where no file is named. */
    public static final String VARIABLE = "TESTUDO_PASSPHRASE";

    private static final int MAX_BYTES = 4096;

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /**
     * A pass phrase from its characters, which are copied.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Passphrase of(char[] characters) {
        if (characters.length == 0) throw new IllegalArgumentException("pass phrase: is empty; give one");
        return new Passphrase(characters.clone());
    }

    /** Of keys that are not encrypted. */
    static Passphrase none() {
        return new Passphrase(new char[0]);
    }

    /** The first line of a file. */
    public static Passphrase fromFile(Path file) {
        String text = new String(
                BoundedFile.read(file, MAX_BYTES, "group.credentials.passphrase-file", "name the file that holds it"),
                StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new TestudoException("group.credentials.passphrase-file: the first line of " + file
                    + " is empty; write the pass phrase there");
        }
        return new Passphrase(line.toCharArray());
    }

    /** What {@value #VARIABLE} holds; empty if it is not set. */
    public static Optional<Passphrase> fromEnvironment() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(value -> !value.isEmpty())
                .map(value -> new Passphrase(value.toCharArray()));
    }

    /**
     * The pass phrase that a configuration points to: a file, or else the environment.
     *
     * @param base where relative paths begin
     * @throws TestudoException if there is none
     */
    public static Passphrase of(CredentialsConfig config, Path base) {
        if (!config.passphraseFile().isEmpty()) return fromFile(base.resolve(config.passphraseFile()));
        return fromEnvironment()
                .orElseThrow(() -> new TestudoException("group.credentials: no pass phrase for " + config.store()
                        + "; set group.credentials.passphrase-file or the environment variable " + VARIABLE));
    }

    /** Lets a piece of code use the characters, which are overwritten after it. */
    <T> T use(Use<T> code) throws IOException, GeneralSecurityException {
        char[] copy = characters.clone();
        try {
            return code.apply(copy);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    /** What needs a pass phrase. */
    @FunctionalInterface
    interface Use<T> {
        T apply(char[] characters) throws IOException, GeneralSecurityException;
    }

    @Override
    public String toString() {
        return "pass phrase";
    }
}

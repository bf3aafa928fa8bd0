package org.testudo.config;

/**
 * This process's own credentials.
 *
 * @param store PKCS#12 file with its keys and certificate, or a folder that holds {@code NAME.p12}
 * @param trust PEM file of the group's CA certificate
 * @param passphraseFile file whose first line is the pass phrase of the store; empty: {@code TESTUDO_PASSPHRASE} holds it
 */
public record CredentialsConfig(String store, String trust, String passphraseFile) {}

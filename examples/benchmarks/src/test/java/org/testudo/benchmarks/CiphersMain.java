package org.testudo.benchmarks;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.testudo.cli.FasterTls;

/** Prints whose AES-GCM and whose SHA-256 a process gets that asks for them as TLS does. */
final class CiphersMain {
    private CiphersMain() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
        List<String> asked = List.of(arguments);
        if (asked.contains("prefer")) FasterTls.prefer();
        MessageDigest.getInstance("SHA-256"); // the platform has read its properties
        if (asked.contains("use")) FasterTls.use();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(new byte[32], "AES"),
                new GCMParameterSpec(Byte.SIZE * 16, new byte[12]));
        System.out.println(cipher.getProvider().getName() + " "
                + MessageDigest.getInstance("SHA-256").getProvider().getName());
    }
}

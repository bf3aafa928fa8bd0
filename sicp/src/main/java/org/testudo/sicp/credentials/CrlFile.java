package org.testudo.sicp.credentials;

import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.testudo.api.TestudoException;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;

/**
 * A CRL in a file, PEM or DER: a way to hand it in, and nothing else, for only what is ordered is in force (SICP-11).
 *
 * @param list what it says
 * @param der as the authority signed it
 */
public record CrlFile(RevocationList list, byte[] der) {
    private static final String BLOCK = "X509 CRL";

    /** A sequence, which is how every CRL begins in DER. */
    private static final int SEQUENCE = 0x30;

    /**
     * Reads and verifies a file.
     *
     * @param what the setting that names the file, for errors
     * @throws TestudoException if it is missing, too large, or no CRL that this authority signed
     */
    public static CrlFile load(Path file, AuthorityCertificate authority, String what) {
        byte[] der = der(file, what);
        try {
            return new CrlFile(Crl.read(der, authority), der);
        } catch (MalformedException e) {
            throw new TestudoException(
                    what + ": " + file + ": " + e.getMessage() + "; make it with testudo keys revoke", e);
        }
    }

    private static byte[] der(Path file, String what) {
        String missing = "make it with testudo keys revoke";
        byte[] bytes = BoundedFile.read(file, 2 * Command.Revoke.MAX_CRL, what, missing);
        if (bytes.length > 0 && bytes[0] == SEQUENCE) return bytes;
        List<PemObject> blocks = PemFile.read(file, 2 * Command.Revoke.MAX_CRL, what, missing);
        if (blocks.size() == 1 && blocks.get(0).getType().equals(BLOCK))
            return blocks.get(0).getContent();
        throw new TestudoException(what + ": " + file + " must hold one " + BLOCK + ", in PEM or DER; " + missing);
    }

    /** The command that puts it in force, if it revokes no more than f members at once. */
    public Command.Revoke command() {
        return new Command.Revoke(list, der);
    }

    /** Writes it as PEM, in place of what is there, at once. */
    public void save(Path file) {
        NewFile.replacePublic(file, PemFile.bytes(new PemObject(BLOCK, der)));
    }
}

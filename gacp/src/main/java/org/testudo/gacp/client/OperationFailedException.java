package org.testudo.gacp.client;

import java.nio.charset.StandardCharsets;
import org.testudo.api.TestudoException;

/** The group executed the operation, and its application refused it: the same at all correct members (HOST-5). */
public final class OperationFailedException extends TestudoException {
    private static final long serialVersionUID = 1L;

    private final transient byte[] result;

    OperationFailedException(byte[] result) {
        super("the operation failed: " + new String(result, StandardCharsets.UTF_8));
        this.result = result;
    }

    /** What the application said, as the group signed it. */
    public byte[] result() {
        return result.clone();
    }
}

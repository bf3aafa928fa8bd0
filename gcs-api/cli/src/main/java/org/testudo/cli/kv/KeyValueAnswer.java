package org.testudo.cli.kv;

import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The service's answer.
 *
 * @param value what was bound to the key when the operation was executed (for a write: before it)
 */
public record KeyValueAnswer(Optional<String> value) {
    public byte[] encode() {
        return WireWriter.bytes(out -> out.writeOptional(value, (text, to) -> to.writeText(text)));
    }

    public static KeyValueAnswer decode(byte[] bytes) throws MalformedException {
        return WireReader.whole(
                bytes, in -> new KeyValueAnswer(in.readOptional(each -> each.readText(KeyValueOperation.MAX_VALUE))));
    }
}

package org.testudo.cli.kv;

import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What a client asks of the key-value service. */
public sealed interface KeyValueOperation {
    /** The longest id of an operation in bytes. */
    int MAX_ID = 128;
    /** The longest key in bytes. */
    int MAX_KEY = 1024;
    /** The longest value in bytes. */
    int MAX_VALUE = 1 << 19;

    /** Names the operation in the caller's own records; the service does not look at it. */
    String id();

    String key();

    /** Binds a value to a key; the answer is the value that was bound before. */
    record Put(String id, String key, String value) implements KeyValueOperation {}

    /** Reads the value of a key. */
    record Get(String id, String key) implements KeyValueOperation {}

    /**
     * Binds a value to a key if the one bound before is as expected; the answer is the value that was bound before.
     *
     * @param expected empty: if none is bound
     */
    record CompareAndSet(String id, String key, Optional<String> expected, String value) implements KeyValueOperation {}

    default byte[] encode() {
        return WireWriter.bytes(out -> {
            int tag = this instanceof Put ? 1 : this instanceof Get ? 2 : 3;
            out.writeByte(tag).writeText(id()).writeText(key());
            if (this instanceof Put put) out.writeText(put.value);
            if (this instanceof CompareAndSet it) {
                out.writeOptional(it.expected, (text, to) -> to.writeText(text)).writeText(it.value);
            }
        });
    }

    /** Reads an operation; a client may have written anything. */
    static KeyValueOperation decode(byte[] bytes) throws MalformedException {
        return WireReader.whole(bytes, in -> {
            int tag = in.readByte();
            String id = in.readText(MAX_ID);
            String key = in.readText(MAX_KEY);
            return switch (tag) {
                case 1 -> new Put(id, key, in.readText(MAX_VALUE));
                case 2 -> new Get(id, key);
                case 3 ->
                    new CompareAndSet(
                            id, key, in.readOptional(each -> each.readText(MAX_VALUE)), in.readText(MAX_VALUE));
                default -> throw new MalformedException("no operation " + tag);
            };
        });
    }
}

package org.testudo.stack.recorder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What a recording begins with: what the cores were made of, beside the configuration. No private key is in it.
 *
 * @param self whose cores they are
 * @param first the view in which they began
 * @param firstKeys public view keys that they announce first
 * @param layers names of the layers, bottom up
 */
public record RecordingHead(Origin self, ViewRecord first, List<StatementKey> firstKeys, List<String> layers) {
    static final byte[] MAGIC = "TSTDREC\n".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MAX_KEYS = 64;
    private static final int MAX_LAYERS = 32;

    public RecordingHead {
        firstKeys = List.copyOf(firstKeys);
        layers = List.copyOf(layers);
    }

    byte[] encode() {
        return WireWriter.bytes(out -> {
            out.writeFixed(MAGIC).writeShort(VERSION);
            self.write(out);
            first.write(out);
            out.writeList(firstKeys, StatementKey::write);
            out.writeList(layers, (name, to) -> to.writeText(name));
        });
    }

    static RecordingHead decode(byte[] bytes) throws MalformedException {
        boolean magic = bytes.length > MAGIC.length && Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC);
        if (!magic) throw new MalformedException("this is no recording");
        return WireReader.whole(bytes, in -> {
            in.readFixed(MAGIC.length);
            int version = in.readShort();
            if (version != VERSION) {
                throw new MalformedException("its format has version " + version + ", this program reads " + VERSION);
            }
            return new RecordingHead(
                    Origin.read(in),
                    ViewRecord.read(in),
                    in.readList(MAX_KEYS, StatementKey::read),
                    in.readList(MAX_LAYERS, each -> each.readText(64)));
        });
    }
}

package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** STABLE: the state after a slot is certified, and its sender serves it in chunks (AB-8). */
public record Stable(CheckpointCertificate certificate, Manifest manifest) implements AbcastMessage {
    static final int TAG = 31;

    static Stable read(WireReader in, Lives lives) throws MalformedException {
        Stable read = new Stable(CheckpointCertificate.read(in, lives), Manifest.read(in));
        Checkpoint content = read.certificate.content();
        boolean fits = content.slot() == read.manifest.slot() && content.state().equals(read.manifest.digest());
        if (!fits) throw new MalformedException("the manifest is of another state");
        return read;
    }

    long slot() {
        return certificate.slot();
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        certificate.write(out);
        manifest.write(out);
    }

    @Override
    public List<Claim> claims() {
        return certificate.claims();
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onStable(as.sender(), this);
    }
}

package org.testudo.membership.joint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.testudo.api.Delivery;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.kernel.statement.Digest;

/** An application whose state is a digest of all that it has executed, with ballast of more than one chunk (AB-8). */
final class Register implements StateMachine, Snapshots {
    private static final int BALLAST = 200_000;

    private final int ballast;
    private Digest state = Digest.ZERO;
    private long executed;

    Register() {
        this(BALLAST);
    }

    /** @param ballast bytes of the state that mean nothing */
    Register(int ballast) {
        this.ballast = ballast;
    }

    long executed() {
        return executed;
    }

    @Override
    public byte[] apply(Delivery operation) {
        executed++;
        state = Digest.of(out -> {
            state.write(out);
            out.writeLong(operation.slot()).writeLong(operation.number()).writeBytes(operation.payload());
        });
        return state.toBytes();
    }

    /** The host of one member errs: what it holds is not what it has computed. */
    void err() {
        state = Digest.of(state.toBytes());
    }

    @Override
    public byte[] digest() {
        return state.toBytes();
    }

    @Override
    public void writeSnapshot(OutputStream out) throws IOException {
        DataOutputStream to = new DataOutputStream(out);
        to.write(state.toBytes());
        to.writeLong(executed);
        byte[] bytes = new byte[ballast];
        for (int i = 0; i < ballast; i++) bytes[i] = (byte) (i + executed);
        to.write(bytes);
        to.flush();
    }

    @Override
    public void readSnapshot(InputStream in) throws IOException {
        DataInputStream from = new DataInputStream(in);
        state = Digest.fromBytes(from.readNBytes(Digest.LENGTH));
        executed = from.readLong();
        byte[] bytes = from.readAllBytes();
        if (bytes.length != ballast) throw new IOException("ballast of " + bytes.length + " bytes");
        for (int i = 0; i < ballast; i++) {
            if (bytes[i] != (byte) (i + executed)) throw new IOException("ballast differs at " + i);
        }
    }
}

package org.testudo.kernel.statement;

import org.testudo.kernel.wire.WireWriter;

/** What a signed statement is about (G-3). Two valid statements with equal header and different content may convict. */
public sealed interface StatementHeader {
    /** The kind of statement: protocol id times 256 plus the kind within the protocol; separates domains. */
    int type();

    /** The group and life for which the statement was made. */
    GroupLife life();

    void write(WireWriter out);

    /** A statement made in a view, signed with the key that serves that view alone (GM-11). */
    record ViewBound(GroupLife life, long view, long epoch, long slot, int type) implements StatementHeader {
        @Override
        public void write(WireWriter out) {
            out.writeByte(1).writeInt(type);
            life.write(out);
            out.writeLong(view).writeLong(epoch).writeLong(slot);
        }
    }

    /** A statement that survives view changes, signed with the origin's statement key. */
    record ViewFree(GroupLife life, Origin origin, long sequence, int type) implements StatementHeader {
        @Override
        public void write(WireWriter out) {
            out.writeByte(2).writeInt(type);
            life.write(out);
            origin.write(out);
            out.writeLong(sequence);
        }
    }

    /** The bytes of a leaf of a {@link StatementBatch}: domain, protocol version, header and body. */
    default byte[] statement(byte[] body) {
        return WireWriter.bytes(out -> {
            out.writeText("testudo statement").writeByte(ProtocolVersion.CURRENT);
            write(out);
            out.writeBytes(body);
        });
    }
}

package org.testudo.stack;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.function.Supplier;
import org.jgroups.Header;

/**
 * Says that a message belongs to the core of the protocol under whose id it stands. Empty: the rest is the payload.
 * Each message needs one of its own: JGroups writes the protocol's id into it.
 */
public final class CoreHeader extends Header {
    private final boolean bulk;

    /** Of a message that nothing may overtake. */
    public CoreHeader() {
        this(false);
    }

    /** @param bulk whether the transport may let other messages overtake this one (AB-18); it does not travel */
    public CoreHeader(boolean bulk) {
        this.bulk = bulk;
    }

    /** Whether the transport may let other messages overtake this one. */
    public boolean bulk() {
        return bulk;
    }

    @Override
    public short getMagicId() {
        return Ids.CORE_HEADER;
    }

    @Override
    public Supplier<? extends Header> create() {
        return CoreHeader::new;
    }

    @Override
    public int serializedSize() {
        return 0;
    }

    @Override
    public void writeTo(DataOutput out) {}

    @Override
    public void readFrom(DataInput in) {}
}

package org.testudo.sicp;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jgroups.Header;
import org.jgroups.conf.ClassConfigurator;

/** A header whose mere creation is harm; registered with JGroups, but used by no layer. */
public final class EvilHeader extends Header {
    static final short ID = 1999;
    static final short MAGIC = 11999;
    static final AtomicInteger MADE = new AtomicInteger();

    public EvilHeader() {
        MADE.incrementAndGet();
    }

    static void register() {
        if (ClassConfigurator.getMagicNumber(EvilHeader.class) != MAGIC) ClassConfigurator.add(MAGIC, EvilHeader.class);
    }

    @Override
    public short getMagicId() {
        return MAGIC;
    }

    @Override
    public Supplier<? extends Header> create() {
        return EvilHeader::new;
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

package org.testudo.benchmarks;

import java.util.function.Consumer;

/** A member of a group with a total order, whatever makes it. */
interface Broadcast extends AutoCloseable {
    /** Has a payload delivered at every member; may block. */
    void send(byte[] payload) throws Exception;

    /** How many members see each other. */
    int members();

    /** Who orders now; empty if this is not known. */
    default String leader() {
        return "";
    }

    @Override
    void close();

    /** Joins a group; {@code delivered} gets each payload, one at a time, in the order of the group. */
    interface Opener {
        Broadcast open(Stage stage, String self, Consumer<byte[]> delivered) throws Exception;
    }
}

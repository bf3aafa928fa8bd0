package org.testudo.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

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

    /** The number of the view in force; always 0 where views have none. */
    default long view() {
        return 0;
    }

    @Override
    void close();

    /** What a member does with its deliveries. One call at a time, in the order of the group. */
    interface Receiver {
        void delivered(byte[] payload);

        /** Writes what it knows of all deliveries so far, equal at all members. */
        void write(DataOutputStream out) throws IOException;

        /** Takes that of another member, in place of deliveries that this one is not given any more. */
        void read(DataInputStream in) throws IOException;
    }

    /** Joins a group. */
    interface Opener {
        Broadcast open(Stage stage, String self, Receiver receiver) throws Exception;
    }
}

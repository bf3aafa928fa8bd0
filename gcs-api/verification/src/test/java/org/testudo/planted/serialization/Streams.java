package org.testudo.planted.serialization;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.jgroups.util.Util;

/** Reads and writes objects of any class. */
public class Streams {
    Object read(ObjectInputStream in) throws Exception {
        return in.readObject();
    }

    void write(ObjectOutputStream out) throws Exception {
        out.writeObject("x");
    }

    Externalizable external() {
        return null;
    }

    Object withJGroups(byte[] bytes) throws Exception {
        return Util.objectFromByteBuffer(bytes);
    }

    byte[] toJGroups() throws Exception {
        return Util.objectToByteBuffer("x");
    }
}

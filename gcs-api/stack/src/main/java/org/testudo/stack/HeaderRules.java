package org.testudo.stack;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgroups.Header;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The headers that applications' messages may bear: for each protocol id the one class (SICP-4). What stands on the wire is the
 * id alone, so a peer cannot name a class.
 */
public final class HeaderRules {
    /** The most headers of one message. */
    public static final int MOST_HEADERS = 16;

    private static final int MOST_BYTES = 1_024;

    private final String owner;
    private final Map<Short, Class<?>> allowed = new LinkedHashMap<>();

    private HeaderRules(String owner) {
        this.owner = owner;
    }

    /**
     * Reads an attribute such as {@code 200[org.jgroups.blocks.RequestCorrelator$Header]}.
     *
     * @param owner the protocol whose attribute {@code headers} it is, for errors
     * @throws IllegalArgumentException if a class is not there, or none of JGroups' headers
     */
    public static HeaderRules parse(String owner, String attribute) {
        HeaderRules rules = new HeaderRules(owner);
        NamedList.parse(owner + " headers", attribute).forEach(rules::allow);
        return rules;
    }

    /**
     * Allows a protocol's header, too, unless the attribute names another for that id.
     *
     * @throws IllegalArgumentException if there is no such class, or it is none of JGroups' headers
     */
    public void allow(short id, String name) {
        if (!allowed.containsKey(id)) allow(String.valueOf(id), name);
    }

    /** The class of headers that this protocol id may bear; empty if none. */
    public Optional<Class<?>> allowed(short id) {
        return Optional.ofNullable(allowed.get(id));
    }

    private void allow(String id, String name) {
        try {
            Class<?> type = Class.forName(name);
            if (!Header.class.isAssignableFrom(type) || ClassConfigurator.getMagicNumber(type) < 0) {
                throw wrong(id, name, "is not registered with JGroups as a header; register it, or remove it");
            }
            allowed.put(Short.parseShort(id), type);
        } catch (ClassNotFoundException e) {
            throw wrong(id, name, "is not on the class path; add its jar, or remove it");
        } catch (NumberFormatException e) {
            throw wrong(id, name, "begins with no protocol id; write 200[package.Class]");
        }
    }

    private IllegalArgumentException wrong(String id, String name, String remedy) {
        return new IllegalArgumentException(owner + " headers: '" + id + "[" + name + "]' " + remedy);
    }

    /**
     * Writes headers, each as its protocol's id and its content.
     *
     * @throws IllegalArgumentException if a header is not allowed or too long
     */
    public void write(Map<Short, Header> headers, WireWriter out) {
        if (headers.size() > MOST_HEADERS) {
            throw new IllegalArgumentException("send: " + headers.size() + " headers are more than " + MOST_HEADERS);
        }
        out.writeByte(headers.size());
        headers.forEach((id, header) -> out.writeShort(id & 0xffff).writeBytes(content(id, header)));
    }

    private byte[] content(short id, Header header) {
        if (!header.getClass().equals(allowed.get(id))) {
            throw new IllegalArgumentException("send: header "
                    + header.getClass().getName() + " of protocol " + id
                    + " is not allowed; add " + id + "[" + header.getClass().getName() + "] to headers of " + owner
                    + " at all"
                    + " members, if reading it is safe against a hostile member");
        }
        try {
            ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(header.serializedSize() + 8);
            header.writeTo(out);
            if (out.position() > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "send: header of protocol " + id + " has more than " + MOST_BYTES + " bytes");
            }
            return java.util.Arrays.copyOf(out.buffer(), out.position());
        } catch (IOException e) {
            throw new IllegalArgumentException("send: header of protocol " + id + " cannot be written: " + e, e);
        }
    }

    /** Reads what a member says are headers, each with its protocol's id; none is instantiated that is not allowed. */
    public List<Header> read(WireReader in) throws MalformedException {
        int count = in.readByte();
        if (count > MOST_HEADERS) throw new MalformedException(count + " headers");
        List<Header> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            short id = (short) in.readShort();
            for (Header each : headers) if (each.getProtId() == id) throw new MalformedException("twice");
            headers.add(header(id, in.readBytes(MOST_BYTES)).setProtId(id));
        }
        return headers;
    }

    private Header header(short id, byte[] content) throws MalformedException {
        Class<?> type = allowed.get(id);
        if (type == null) throw new MalformedException("header of protocol " + id);
        try {
            Header header = ClassConfigurator.create(ClassConfigurator.getMagicNumber(type));
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
            header.readFrom(in);
            if (in.available() > 0) throw new MalformedException("bytes after the header");
            return header;
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new MalformedException("header of protocol " + id + ": " + e);
        }
    }
}

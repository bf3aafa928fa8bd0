package org.testudo.stack;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jgroups.Header;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The headers that applications' messages may bear: for each protocol id the one class (SICP-4). What stands on the wire is the
 * id alone, so a peer cannot name a class.
 */
final class HeaderRules {
    private static final int MOST_HEADERS = 16;
    private static final int MOST_BYTES = 1_024;

    private final Map<Short, Class<?>> allowed = new LinkedHashMap<>();

    private HeaderRules() {}

    /**
     * Reads an attribute such as {@code 200[org.jgroups.blocks.RequestCorrelator$Header]}.
     *
     * @throws IllegalArgumentException if a class is not there, or none of JGroups' headers
     */
    static HeaderRules parse(String attribute) {
        HeaderRules rules = new HeaderRules();
        NamedList.parse("LANES headers", attribute).forEach(rules::allow);
        return rules;
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

    private static IllegalArgumentException wrong(String id, String name, String remedy) {
        return new IllegalArgumentException("LANES headers: '" + id + "[" + name + "]' " + remedy);
    }

    /** @throws IllegalArgumentException if a header is not allowed or too long */
    void write(Map<Short, Header> headers, WireWriter out) {
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
                    + " is not allowed; add " + id + "[" + header.getClass().getName() + "] to headers of LANES at all"
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

    Map<Short, Header> read(WireReader in) throws MalformedException {
        int count = in.readByte();
        if (count > MOST_HEADERS) throw new MalformedException(count + " headers");
        Map<Short, Header> headers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            short id = (short) in.readShort();
            if (headers.put(id, header(id, in.readBytes(MOST_BYTES))) != null) throw new MalformedException("twice");
        }
        return headers;
    }

    private Header header(short id, byte[] content) throws MalformedException {
        Class<?> type = allowed.get(id);
        if (type == null) throw new MalformedException("header of protocol " + id);
        try {
            Header header = ClassConfigurator.create(ClassConfigurator.getMagicNumber(type));
            ByteArrayDataInputStream in = new ByteArrayDataInputStream(content);
            header.readFrom(in);
            if (in.available() > 0) throw new MalformedException("bytes after the header");
            return header;
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new MalformedException("header of protocol " + id + ": " + e);
        }
    }
}

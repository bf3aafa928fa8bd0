package org.testudo.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine on which nobody listens, for groups that live on it alone: demonstrations and tests. They lie below
 * the range from which operating systems take the ports of outgoing connections (RFC 6335; 32768 and above on Linux), for
 * one of those could be taken by a connection before its listener starts.
 */
public final class FreePorts {
    private static final int LOWEST = 15_000;
    private static final int ABOVE_HIGHEST = 32_000;
    private static final int MOST_ATTEMPTS = 10_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * Finds ports that differ from each other and from all that this process was given before; nothing keeps them free of
     * others. May be called from any thread.
     *
     * @throws IOException if the machine has not so many
     */
    public static List<Integer> find(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count && attempt < MOST_ATTEMPTS; attempt++) hold(held);
            if (held.size() < count) throw new IOException("found " + held.size() + " free ports, need " + count);
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket each : held) each.close();
        }
    }

    /** Finds one port. */
    public static int find() throws IOException {
        return find(1).get(0);
    }

    private static void hold(List<ServerSocket> held) {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST);
        if (!GIVEN.add(port)) return;
        try {
            held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            // Somebody listens there; another port will do.
            GIVEN.remove(port);
        }
    }
}

package org.testudo.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine on which nobody listens, for groups that live on it alone: demonstrations and tests. They lie below
 * the range from which operating systems take the ports of outgoing connections (RFC 6335; 32768 and above on Linux), for
 * one of those could be taken by a connection before its listener starts. A process keeps what it was given until it ends, while
 * nobody listens there, too: it holds a lock on as many bytes of a file in the folder for temporary files, one file for each
 * user, where that file can be had and locked.
 */
public final class FreePorts {
    private static final int LOWEST = 15_000;
    private static final int ABOVE_HIGHEST = 32_000;
    private static final int MOST_ATTEMPTS = 10_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    /** Has a byte for each port, locked by the process that was given it; open until this one ends. */
    private static final Optional<FileChannel> CLAIMS = claims();

    private FreePorts() {}

    /**
     * Finds ports that differ from each other and from all that this process, and those of the same user that run still, were
     * given; nothing keeps them free of others. May be called from any thread.
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
            ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            if (isAnothers(port)) socket.close();
            else held.add(socket);
        } catch (IOException e) {
            // Somebody listens there; another port will do.
            GIVEN.remove(port);
        }
    }

    /** Whether another process holds it; else this one does from here on, as far as the file can be locked at all. */
    private static boolean isAnothers(int port) {
        if (CLAIMS.isEmpty()) return false;
        try {
            return CLAIMS.get().tryLock(port, 1, false) == null;
        } catch (OverlappingFileLockException e) {
            return true; // of this class in another class loader
        } catch (IOException e) {
            return false; // a file system without locks: as if there were no file
        }
    }

    /** Empty where there is no such file to be had: then only this process knows what it was given. */
    private static Optional<FileChannel> claims() {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "testudo-ports-" + System.getProperty("user.name"));
        try {
            return Optional.of(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package org.testudo.benchmarks.chaos;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The established TCP connections of a network namespace, as {@code /proc/net/tcp} and {@code tcp6} list them. */
final class Connections {
    private static final String ESTABLISHED = "01";
    private static final int ADDRESS = 8;
    /** So many bytes may be on their way at any moment; more is a backlog. */
    private static final long BACKLOG = 32 << 10;

    /** By the other end's IPv4 address in the kernel's hexadecimal: whether any of them waits to send something again, or has a backlog. */
    private final Map<String, Boolean> stuck = new HashMap<>();

    private Connections() {}

    static Connections parse(String listing) {
        Connections connections = new Connections();
        for (String line : listing.split("\n")) {
            // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt ...
            String[] words = line.strip().split(" +");
            if (words.length < 7 || !words[3].equals(ESTABLISHED) || !words[2].contains(":") || !words[4].contains(":"))
                continue;
            String remote = words[2].substring(0, words[2].indexOf(':'));
            String address = remote.substring(Math.max(0, remote.length() - ADDRESS)); // of a mapped one, its end
            boolean waits = Long.parseLong(words[6], 16) > 0 || waiting(words[4]) > BACKLOG;
            connections.stuck.merge(address, waits, Boolean::logicalOr);
        }
        return connections;
    }

    /** Bytes that are not acknowledged, sent or not. */
    private static long waiting(String queues) {
        return Long.parseLong(queues.substring(0, queues.indexOf(':')), 16);
    }

    /** Whether there is a connection with this address, and what is sent there arrives soon. */
    boolean flowsTo(String address) {
        return Boolean.FALSE.equals(stuck.get(hexadecimal(address)));
    }

    /** The kernel writes the four bytes as one number of the machine's byte order, which is little-endian here. */
    private static String hexadecimal(String address) {
        StringBuilder text = new StringBuilder();
        for (String each : address.split("\\.")) {
            text.insert(0, String.format(Locale.ROOT, "%02X", Integer.parseInt(each)));
        }
        return text.toString();
    }
}

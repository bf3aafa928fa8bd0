package org.testudo.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something is reached or listens: {@code 10.0.0.1:7800}, {@code alice.example:7800} or {@code [2001:db8::1]:7800}.
 * Never looks a name up.
 *
 * @param host a DNS name, or an IPv4 or IPv6 address, without brackets
 * @param port 0 to 65,535; 0 lets the system choose, where that is allowed
 */
public record HostAndPort(String host, int port) {
    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[0-9A-Za-z_.-]+)?)]"
            + "|([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?)):([0-9]{1,5})");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.|$)){4}");

    /**
     * Reads a text.
     *
     * @param key the setting that holds it, for the error
     * @throws IllegalArgumentException if it is no host and port; names key, value and remedy
     */
    public static HostAndPort parse(String text, String key) {
        Matcher parts = TEXT.matcher(text);
        boolean valid = parts.matches() && Integer.parseInt(parts.group(3)) <= 65_535 && isHost(parts);
        Check.that(
                valid,
                key,
                "'%s': give host and port, such as 10.0.0.1:7800, alice.example:7800 or [2001:db8::1]:7800",
                text);
        String literal = parts.group(1);
        return new HostAndPort(literal == null ? parts.group(2) : literal, Integer.parseInt(parts.group(3)));
    }

    /** One that others dial, so neither every address of a host nor a port that nobody knows. */
    static void checkDialled(String text, String key) {
        HostAndPort place = parse(text, key);
        Check.that(place.port > 0, key, "'%s': others dial it; give a port of 1 to 65535", text);
        Check.that(
                !place.isEveryAddress(),
                key,
                "'%s': others dial it; give an address of the host, and let bind or listen say %s",
                text,
                text);
    }

    private static boolean isHost(Matcher parts) {
        if (parts.group(1) != null) return isLiteral("[" + parts.group(1).replaceFirst("%.*", "") + "]");
        String name = parts.group(2);
        return !NUMBERS.matcher(name).matches() || IPV4.matcher(name).matches();
    }

    private static boolean isLiteral(String text) {
        try {
            InetAddress.getByName(text); // in brackets it is never looked up
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it stands for every address of the host it is on: {@code 0.0.0.0} or {@code [::]}. */
    public boolean isEveryAddress() {
        try {
            boolean literal = host.contains(":") || NUMBERS.matcher(host).matches();
            return literal && InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false; // an interface that is not here
        }
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

package org.testudo.sicp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testudo.api.MemberId;

/**
 * Says ahead when certificates expire: once at each of some distances, the widest first (SICP-12). A renewed certificate begins
 * anew. Not safe for use by several threads.
 */
final class Expiry {
    /** How long ahead it is said, and that it has happened. */
    private final List<Duration> distances;

    private record Told(Instant expires, int times) {}

    private final Map<MemberId, Told> told = new TreeMap<>();

    /** @param ahead how long before, the longest first */
    Expiry(List<Duration> ahead) {
        distances = Stream.concat(ahead.stream(), Stream.of(Duration.ZERO)).toList();
    }

    /**
     * What is to be said now.
     *
     * @param certificates when the certificate of each member expires, as far as it is known
     */
    List<CertificateExpires> look(Map<MemberId, Instant> certificates, Instant now) {
        List<CertificateExpires> due = new ArrayList<>();
        certificates.forEach((member, expires) -> {
            int passed = (int) distances.stream()
                    .filter(ahead -> !now.isBefore(expires.minus(ahead)))
                    .count();
            Told before = told.get(member);
            int times = before != null && before.expires.equals(expires) ? before.times : 0;
            if (passed > times) due.add(new CertificateExpires(member, expires, daysLeft(expires, now)));
            told.put(member, new Told(expires, Math.max(passed, times)));
        });
        return due;
    }

    /** Whole days that are left; -1 from the moment on at which it expires. */
    static long daysLeft(Instant expires, Instant now) {
        return Math.floorDiv(
                Duration.between(now, expires).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}

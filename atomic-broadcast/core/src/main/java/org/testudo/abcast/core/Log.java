package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The delivered slots with their certificates and bodies, of all views, to serve those who lack them (AB-15, AB-29). What it
 * costs is counted by content alone, so that all members reach the limit at the same slot.
 */
final class Log {
    /** Bytes that a slot costs beyond its value and bodies. */
    private static final int OVERHEAD = 1024;

    /** One delivered slot. */
    record Entry(QuorumCertificate certificate, Content content, Duration since) {
        long slot() {
            return certificate.slot();
        }
    }

    private final long limit;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final TreeMap<Long, Long> lastSlots = new TreeMap<>();
    private long bytes;
    private long kept;

    Log(long limit) {
        this.limit = limit;
    }

    void append(Entry entry) {
        entries.put(entry.slot(), entry);
        bytes += cost(entry.content);
    }

    /** A view has ended with this slot. */
    void closed(long view, long lastSlot) {
        lastSlots.put(view, lastSlot);
    }

    /** Slots up to here are never forgotten: only by them can a start learn the life of its group (GM-21). */
    void keepUpTo(long slot) {
        kept = slot;
    }

    /** What a stable checkpoint stands for need not be kept (AB-7). */
    void forgetUpTo(long slot) {
        Map<Long, Entry> old = entries.subMap(kept, false, Math.max(kept, slot), true);
        for (Entry each : old.values()) bytes -= cost(each.content);
        old.clear();
    }

    /** The slots that are never forgotten. */
    List<Entry> forming() {
        return List.copyOf(entries.headMap(kept, true).values());
    }

    /** What a slot counts towards the limit. */
    static long cost(Content content) {
        return content.size() + OVERHEAD;
    }

    /** The last slot of a closed view, as far as it was delivered here. */
    Optional<Long> lastSlotOf(long view) {
        return Optional.ofNullable(lastSlots.get(view));
    }

    /** Whether the limit is reached: nothing more is proposed, accepted or voted for, and nothing is lost. */
    boolean full() {
        return bytes >= limit;
    }

    long bytes() {
        return bytes;
    }

    Optional<Entry> entry(long slot) {
        return Optional.ofNullable(entries.get(slot));
    }

    /** Certificates of slots above this one that belong to this view, ascending. */
    List<QuorumCertificate> certificatesAbove(long slot, long view) {
        List<QuorumCertificate> certificates = new ArrayList<>();
        for (Entry each : entries.tailMap(slot, false).values()) {
            if (each.certificate.header().view() == view) certificates.add(each.certificate);
        }
        return certificates;
    }
}

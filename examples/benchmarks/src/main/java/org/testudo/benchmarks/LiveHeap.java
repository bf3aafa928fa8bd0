package org.testudo.benchmarks;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is alive on this process' heap, in bytes: what a full collection has left at its end. Asking how much is in use
 * afterwards would count what was allocated since, which is hundreds of megabytes where the asking thread waits for a
 * processor.
 *
 * @param used after the collection
 * @param committed now
 */
record LiveHeap(long used, long committed) {
    /** Collects first. */
    static LiveHeap now() {
        System.gc();
        System.gc(); // what the first one found to be finalized is gone after this
        MemoryUsage present = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new LiveHeap(lastFull().map(LiveHeap::left).orElse(present.getUsed()), present.getCommitted());
    }

    /** The latest of the collectors that have the most pools in their care: the others are for the young only. */
    private static Optional<GcInfo> lastFull() {
        List<GarbageCollectorMXBean> all = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
        int most = all.stream().mapToInt(LiveHeap::pools).max().orElse(0);
        return all.stream()
                .filter(each -> pools(each) == most && each.getLastGcInfo() != null)
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .max(Comparator.comparingLong(GcInfo::getEndTime));
    }

    private static int pools(GarbageCollectorMXBean collector) {
        return collector.getMemoryPoolNames().length;
    }

    private static long left(GcInfo collection) {
        Map<String, MemoryUsage> after = collection.getMemoryUsageAfterGc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(each -> each.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .filter(after::containsKey)
                .mapToLong(each -> after.get(each).getUsed())
                .sum();
    }
}

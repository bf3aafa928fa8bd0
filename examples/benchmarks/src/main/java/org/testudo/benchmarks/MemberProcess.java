package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the process of a member owes to the one that started it. */
public final class MemberProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MemberProcess() {}

    /** Also while the group is still being opened: such a process never outlives who started it. */
    public static void endWithParent() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        Thread watch = new Thread(
                () -> {
                    parent.onExit().join();
                    Runtime.getRuntime().halt(1);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    /** How long the JIT compilers of this process have been at work so far, in milliseconds of all their threads together. */
    static void tellCompiling() {
        tell(
                "compiling",
                Map.of("millis", ManagementFactory.getCompilationMXBean().getTotalCompilationTime()));
    }

    /** Writes a line to who started this process. */
    public static synchronized void tell(String event, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("event", event));
        all.putAll(more);
        try {
            System.out.println(JSON.writeValueAsString(all));
        } catch (IOException e) {
            throw new IllegalStateException("numbers and texts can be written", e);
        }
    }
}

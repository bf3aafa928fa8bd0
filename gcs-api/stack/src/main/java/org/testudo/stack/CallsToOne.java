package org.testudo.stack;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jgroups.blocks.MethodCall;

/**
 * Which calls of {@code RpcDispatcher} and {@code MessageDispatcher} a member may make to another alone (GM-25). None unless
 * configured: a call that is meant for all, and that its sender makes to some of them only, would make their states differ, and
 * who is called cannot see how it came.
 */
final class CallsToOne {
    private static final String ALL = "*";

    private final Set<String> names = new LinkedHashSet<>();

    private CallsToOne() {}

    /**
     * Reads an attribute such as {@code get,getConfig,3}.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    static CallsToOne parse(String attribute) {
        CallsToOne parsed = new CallsToOne();
        if (attribute.isBlank()) return parsed;
        for (String each : Arrays.asList(attribute.split(",", -1))) {
            if (each.isBlank()) {
                throw new IllegalArgumentException("LANES calls_to_one: '" + attribute
                        + "' has an empty name; write names or numbers of methods as in 'get,3', or '*' for all");
            }
            parsed.names.add(each.trim());
        }
        return parsed;
    }

    /** Also what names no method. */
    boolean permitsAll() {
        return names.contains(ALL);
    }

    boolean permits(MethodCall call) {
        return permitsAll() || names.contains(call.getMethodName());
    }
}

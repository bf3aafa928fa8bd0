package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * A layer holds a share of the replicated state: without it no checkpoint is whole (AB-23). Announced with a layer's first
 * event.
 *
 * @param holder one of the names here
 * @param snapshots whether it can give its share and take one back; if any layer cannot, this member signs no state
 *     and is given none; if that is so at all members, the group keeps its log instead
 */
public record HoldsState(String holder, boolean snapshots) implements Notice {
    public static final String ORDERING = "ordering";
    public static final String MEMBERSHIP = "membership";
    public static final String CLIENTS = "clients";
    public static final String APPLICATION = "application";

    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "holds-state=" + holder + " snapshots=" + snapshots;
    }
}

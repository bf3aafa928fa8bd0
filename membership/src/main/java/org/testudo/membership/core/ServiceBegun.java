package org.testudo.membership.core;

import org.testudo.api.Notice;

/** The group is in service for this member: a command of its own has gone through the order (GM-8). Announced once. */
public record ServiceBegun(long view, long slot) implements Notice {
    @Override
    public Level level() {
        return Level.INFO;
    }

    @Override
    public String describe() {
        return "in-service=true since-slot=" + slot;
    }
}

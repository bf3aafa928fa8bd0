package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/** This member has stopped itself after a broken invariant or an error, without leaving (HOST-5). The last notice. */
public record Halted(String reason) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "halted=\"" + reason.replaceAll("\\s+", " ").replace('"', '\'') + "\"";
    }
}

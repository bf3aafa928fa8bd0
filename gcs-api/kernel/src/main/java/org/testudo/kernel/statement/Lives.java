package org.testudo.kernel.statement;

import org.testudo.kernel.wire.WireWriter;

/**
 * Which life of the group a statement is about (G-3, GM-21). A group has no life before it has formed: view 0 and the request
 * that forms it belong to {@link #forming}; whatever follows belongs to the life that was formed. A codec asks each time, for
 * a member learns its group's life when it installs view 1. Safe for use by several threads.
 */
public interface Lives {
    /** The life of view 0: the same for every attempt to form a group of this genesis. */
    GroupLife forming();

    /** The life that was formed, as far as this process knows; else {@link #unknown}. */
    GroupLife formed();

    /** The life to which a view belongs. */
    default GroupLife of(long view) {
        return view == 0 ? forming() : formed();
    }

    /** Whether the group has formed, as far as this process knows. */
    default boolean known() {
        return !formed().equals(unknown(forming()));
    }

    /** Stands for a life that this process has not learnt yet; no valid statement names it. */
    static GroupLife unknown(GroupLife forming) {
        return new GroupLife(forming.genesis(), Digest.of((WireWriter out) -> out.writeText("testudo unknown life")));
    }

    /** One life for everything: of protocols without a formation. */
    static Lives only(GroupLife life) {
        return of(life, life);
    }

    /** These two, unchanging. */
    static Lives of(GroupLife forming, GroupLife formed) {
        return new Lives() {
            @Override
            public GroupLife forming() {
                return forming;
            }

            @Override
            public GroupLife formed() {
                return formed;
            }
        };
    }
}

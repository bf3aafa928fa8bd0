package org.testudo.stack;

import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;

/**
 * A protocol whose attributes are part of a group's configuration, when its stack comes from plain JGroups XML (ARCHITECTURE
 * 8). The transport collects them into the same records, with the same checks, that every other door fills.
 */
public interface ConfigSource {
    /**
     * Says what the attributes of this protocol say.
     *
     * @throws IllegalArgumentException if one cannot be read; names protocol, attribute and remedy
     */
    void contribute(GroupConfigBuilder builder);

    /**
     * Sees what all protocols of the stack said together.
     *
     * @throws IllegalArgumentException if an attribute of this protocol contradicts it
     */
    default void agree(GroupConfig config) {}
}

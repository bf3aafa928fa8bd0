package org.testudo.stack;

import org.jgroups.annotations.Property;

/** A protocol that inherits properties. */
public final class MORE_TYPES extends TYPES {
    @Property
    protected String more = "";
}

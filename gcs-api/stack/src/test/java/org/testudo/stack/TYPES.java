package org.testudo.stack;

import org.jgroups.annotations.Property;
import org.jgroups.stack.Protocol;

/** A protocol with a property of each kind that ours have. */
public class TYPES extends Protocol {
    @Property
    protected String words = "";

    @Property(name = "other_name")
    protected long number = -1;

    @Property
    protected boolean truth;

    @Property
    protected int small = 3;
}

package org.testudo.stack;

/** JGroups protocol ids and header magic numbers of Testudo: the one place that gives them out. */
public final class Ids {
    public static final short SICP = 1100;
    public static final short FAILURE_DETECTOR = 1101;
    public static final short ATTACK_DETECTOR = 1102;
    public static final short ABCAST = 1103;
    public static final short MEMBERSHIP = 1104;
    public static final short GACP = 1105;
    public static final short LANES = 1106;

    /** Magic number of {@code CoreHeader}, the only header of our own: it says that a message belongs to a core. */
    public static final short CORE_HEADER = 11000;

    private Ids() {}
}

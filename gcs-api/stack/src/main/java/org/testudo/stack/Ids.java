package org.testudo.stack;

import org.jgroups.conf.ClassConfigurator;
import org.jgroups.stack.Protocol;

/** JGroups protocol ids and header magic numbers of Testudo: the one place that gives them out. */
public final class Ids {
    public static final short SICP = 1100;
    public static final short FAILURE_DETECTOR = 1101;
    public static final short ATTACK_DETECTOR = 1102;
    public static final short ABCAST = 1103;
    public static final short MEMBERSHIP = 1104;
    public static final short GACP = 1105;
    public static final short LANES = 1106;
    public static final short STATE = 1107;

    /** Magic number of {@link CoreHeader}, the only header of our own: it says that a message belongs to a core. */
    public static final short CORE_HEADER = 11000;

    private Ids() {}

    /**
     * Registers a protocol with JGroups; done again it has no effect. Belongs into a static block of the protocol's class,
     * since JGroups looks the id up when a protocol is made, and subclasses do not inherit it. JGroups keeps its table
     * without a lock, so all of ours goes through here.
     */
    public static synchronized void register(short id, Class<? extends Protocol> protocol) {
        if (ClassConfigurator.getProtocolId(protocol) != id) ClassConfigurator.addProtocol(id, protocol);
        if (ClassConfigurator.getMagicNumber(CoreHeader.class) != CORE_HEADER) {
            ClassConfigurator.add(CORE_HEADER, CoreHeader.class);
        }
    }
}

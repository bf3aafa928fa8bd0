package org.testudo.membership.joint.attack;

/** Where the layers of the joint simulation stand. */
public final class Layers {
    public static final int PROSECUTOR = 0;
    public static final int ABCAST = 1;
    public static final int MEMBERSHIP = 2;

    private Layers() {}
}

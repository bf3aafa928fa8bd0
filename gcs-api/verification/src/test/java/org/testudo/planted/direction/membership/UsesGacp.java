package org.testudo.planted.direction.membership;

/** Looks the wrong way. */
public class UsesGacp {
    org.testudo.planted.direction.gacp.GacpThing field;
}

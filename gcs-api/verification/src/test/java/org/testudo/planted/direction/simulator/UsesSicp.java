package org.testudo.planted.direction.simulator;

/** Looks the wrong way. */
public class UsesSicp {
    org.testudo.planted.direction.sicp.SicpThing field;
}

package org.testudo.planted.direction.gacp;

/** Something to depend on. */
public class GacpThing {}

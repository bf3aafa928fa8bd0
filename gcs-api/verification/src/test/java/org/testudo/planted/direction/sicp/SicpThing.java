package org.testudo.planted.direction.sicp;

/** Something to depend on. */
public class SicpThing {}

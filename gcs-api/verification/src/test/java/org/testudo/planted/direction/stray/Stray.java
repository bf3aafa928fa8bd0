package org.testudo.planted.direction.stray;

/** Belongs to no module. */
public class Stray {}

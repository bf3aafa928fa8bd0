package org.testudo.planted.purity;

/** The part of a module that is not its core. */
public class Outer {}

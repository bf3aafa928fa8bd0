package org.testudo.planted.direction.stack;

/** Something to depend on. */
public class StackThing {}

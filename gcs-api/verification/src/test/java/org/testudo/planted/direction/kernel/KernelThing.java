package org.testudo.planted.direction.kernel;

/** Something to depend on. */
public class KernelThing {}

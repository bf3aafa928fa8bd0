package org.testudo.planted.direction.api;

/** Looks the wrong way. */
public class UsesKernel {
    org.testudo.planted.direction.kernel.KernelThing field;
}

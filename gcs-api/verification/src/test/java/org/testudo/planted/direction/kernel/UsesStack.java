package org.testudo.planted.direction.kernel;

/** Looks the wrong way. */
public class UsesStack {
    org.testudo.planted.direction.stack.StackThing field;
}

package org.testudo.planted.tangle.two;

/** Cannot be understood without the other. */
public class Two {
    org.testudo.planted.tangle.one.One one;
}

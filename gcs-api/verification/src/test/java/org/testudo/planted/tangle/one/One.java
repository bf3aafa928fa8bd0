package org.testudo.planted.tangle.one;

/** Cannot be understood without the other. */
public class One {
    org.testudo.planted.tangle.two.Two two;
}

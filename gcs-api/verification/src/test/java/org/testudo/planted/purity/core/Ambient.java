package org.testudo.planted.purity.core;

/** Looks at the process around it. */
public class Ambient {
    String property() {
        return System.getProperty("x");
    }

    String environment() {
        return System.getenv("x");
    }

    void print() {
        System.out.println("x");
    }

    void exit() {
        System.exit(1);
    }

    int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    Object loadedByName() throws ClassNotFoundException {
        return Class.forName("x");
    }
}

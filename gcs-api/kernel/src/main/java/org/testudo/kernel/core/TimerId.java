package org.testudo.kernel.core;

/** Names a timer within one core. Arming a timer that is armed replaces it. */
public record TimerId(String name) {}

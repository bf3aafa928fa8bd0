package org.testudo.kernel.core;

/** Names a computation within one core. */
public record TaskId(long number) {}

package org.testudo.kernel.core;

/** Names an entry that a core asked to be made durable. */
public record EntryId(long number) {}

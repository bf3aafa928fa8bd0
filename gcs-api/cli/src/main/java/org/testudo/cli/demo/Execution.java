package org.testudo.cli.demo;

/** One operation that a member has executed, as it wrote it down: place in the order, operation and result. */
record Execution(long slot, int position, String client, long number, byte[] operation, byte[] result) {}

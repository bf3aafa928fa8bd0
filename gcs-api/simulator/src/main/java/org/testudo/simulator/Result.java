package org.testudo.simulator;

/**
 * What a simulation did.
 *
 * @param seeds how many runs it made
 * @param events how many events the cores took in all
 * @param traceHash of all runs; equal in every JVM
 * @param last the last run, with what each member delivered, installed and announced
 */
public record Result(long seeds, long events, long traceHash, Run last) {}

/** The demonstration: a real group under a workload, an intruder in it, and the audit of what came out. */
package org.testudo.cli.demo;

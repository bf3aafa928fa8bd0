package org.testudo.cli;

/**
 * A subcommand of {@code testudo} from another module, found with {@link java.util.ServiceLoader}: a public class with a
 * public constructor without arguments, annotated with picocli's {@code @Command}, whose name is the subcommand's.
 */
public interface Subcommand {}

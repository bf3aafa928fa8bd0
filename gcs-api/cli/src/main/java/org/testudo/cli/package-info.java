/** The {@code testudo} command. */
package org.testudo.cli;

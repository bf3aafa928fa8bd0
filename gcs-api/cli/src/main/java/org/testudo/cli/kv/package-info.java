/** The built-in replicated key-value service. */
package org.testudo.cli.kv;

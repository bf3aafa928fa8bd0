/** Checks of our own reasoning, used by all of the kernel. */
package org.testudo.kernel;

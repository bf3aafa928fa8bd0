/** The host of cores in a JGroups stack, the lanes to the application, and the assembly of a stack from configuration. */
package org.testudo.stack;

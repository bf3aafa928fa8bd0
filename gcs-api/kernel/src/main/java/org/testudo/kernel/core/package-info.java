/** The contract of a core, and how the cores of one member are run together (ARCHITECTURE 4). */
package org.testudo.kernel.core;

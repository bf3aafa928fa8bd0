/** The replicated state of a member between two slots, in shares of its layers (AB-7, AB-8). */
package org.testudo.kernel.state;

/** The atomic broadcast as a JGroups protocol. */
package org.testudo.abcast;

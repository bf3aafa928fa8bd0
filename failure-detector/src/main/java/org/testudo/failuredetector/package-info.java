/** The failure detector as a JGroups protocol. */
package org.testudo.failuredetector;

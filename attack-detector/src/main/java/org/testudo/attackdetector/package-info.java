/** The attack detector as a JGroups protocol. */
package org.testudo.attackdetector;

/** The sensor agent: follows the alert file of an intrusion detection system and reports what it says to the group. */
package org.testudo.attackdetector.sensor;

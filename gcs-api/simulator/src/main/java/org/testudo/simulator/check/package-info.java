/** What group communication promises, as checks of runs. */
package org.testudo.simulator.check;

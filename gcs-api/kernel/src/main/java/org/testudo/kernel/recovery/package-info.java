/** How operators begin a new life of a group that has lost its state (GM-22). */
package org.testudo.kernel.recovery;

/** Revocable suspicion of the silent, as a pure core: who is heard, how long silence may last, who is told that we live. */
package org.testudo.failuredetector.core;

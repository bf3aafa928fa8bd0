/** Records what happens to the cores of a member, and replays it. */
package org.testudo.stack.recorder;

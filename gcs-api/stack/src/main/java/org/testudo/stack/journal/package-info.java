/**
 * What a member is to keep on disk, so that it goes on after a loss of power as the same incarnation (AB-9, AB-25, AB-26). No
 * stack uses it yet: {@code Persist} is answered at once, and a member that starts again is a new incarnation.
 */
package org.testudo.stack.journal;

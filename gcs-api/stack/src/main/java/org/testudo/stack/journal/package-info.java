/** What a member keeps on disk, so that it goes on after a loss of power as the same incarnation (AB-9, AB-25, AB-26). */
package org.testudo.stack.journal;

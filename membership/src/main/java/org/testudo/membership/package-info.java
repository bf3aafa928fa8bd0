/** MEMBERSHIP: the membership service of a stack, for JGroups and for the layers of Testudo (GM-8). */
package org.testudo.membership;

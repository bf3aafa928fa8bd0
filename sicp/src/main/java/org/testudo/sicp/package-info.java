/** SICP, the secure transport of a JGroups stack (SICP-2). */
package org.testudo.sicp;

/** Group access: clients authenticate the group, the group authenticates clients, and answers are the group's (GACP). */
package org.testudo.gacp;

/** What is put in order: requests of members, clients, sensors and operators. */
package org.testudo.kernel.order;

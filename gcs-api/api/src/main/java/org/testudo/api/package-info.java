/** What an application programs against: the group, its listener, the replicated state machine, views and deliveries. */
package org.testudo.api;

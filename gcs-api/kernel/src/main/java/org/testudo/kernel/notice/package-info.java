/** The facts that layers announce to each other. */
package org.testudo.kernel.notice;

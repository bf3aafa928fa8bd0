/** Commands that change the membership, what justifies them, and the policy by which sensors' alerts are judged. */
package org.testudo.kernel.command;

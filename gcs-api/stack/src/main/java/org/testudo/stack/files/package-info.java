/** How files of a member are made that are nobody else's. */
package org.testudo.stack.files;

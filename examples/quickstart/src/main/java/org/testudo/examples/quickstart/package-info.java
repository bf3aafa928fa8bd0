/** The shortest way from an existing JGroups application to one that withstands faulty members. */
package org.testudo.examples.quickstart;

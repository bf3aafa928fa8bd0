/** The client library: an operation in, the group's answer out, whatever up to f members do (CA-1, CA-4 to CA-6, CA-8). */
package org.testudo.gacp.client;

/** The client port of a member: gRPC over mutual TLS 1.3, bounded everywhere (CA-2, CA-7). */
package org.testudo.gacp.server;

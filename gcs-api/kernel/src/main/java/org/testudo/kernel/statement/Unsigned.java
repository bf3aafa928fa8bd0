package org.testudo.kernel.statement;

import org.testudo.api.MemberId;

/** A message that needs no proof beyond its channel (a status, a body); it enters no certificate. */
public record Unsigned<M>(MemberId sender, M message) implements Authentic<M> {}

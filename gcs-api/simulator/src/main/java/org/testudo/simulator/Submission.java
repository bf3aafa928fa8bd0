package org.testudo.simulator;

import java.time.Duration;
import org.testudo.kernel.core.Payload;

/** What a member was asked to have ordered, and when. */
public record Submission(Duration at, SimulatedMember member, Payload payload) {}

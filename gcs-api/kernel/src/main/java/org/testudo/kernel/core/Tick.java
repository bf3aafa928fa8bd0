package org.testudo.kernel.core;

import java.time.Duration;
import java.time.Instant;

/**
 * When an event happens.
 *
 * @param elapsed monotonic time since the core began, for waiting (HOST-3)
 * @param wallClock in milliseconds; for agreed time only (AB-27)
 */
public record Tick(Duration elapsed, Instant wallClock) {}

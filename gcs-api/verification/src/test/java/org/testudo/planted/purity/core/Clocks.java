package org.testudo.planted.purity.core;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.function.Supplier;

/** Asks what time it is. */
public class Clocks {
    Object instant() {
        return Instant.now();
    }

    Object local() {
        return LocalDateTime.now();
    }

    Object zoned() {
        return ZonedDateTime.now();
    }

    Supplier<Instant> byReference() {
        return Instant::now;
    }

    long millis() {
        return System.currentTimeMillis();
    }

    long nanos() {
        return System.nanoTime();
    }

    java.time.Clock clock() {
        return null;
    }

    Object date() {
        return new java.util.Date();
    }

    Object calendar() {
        return java.util.Calendar.getInstance();
    }
}

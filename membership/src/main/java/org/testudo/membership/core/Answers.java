package org.testudo.membership.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.MemberId;

/** How often each member on the roster is answered: so many times in a span. */
final class Answers {
    private static final class Span {
        private Duration since;
        private int given;
    }

    private final Duration span;
    private final int most;
    private final Map<MemberId, Span> spans = new LinkedHashMap<>();

    Answers(Duration span, int most) {
        this.span = span;
        this.most = most;
    }

    /** Whether one more answer is allowed now; it counts. */
    boolean allowed(MemberId asker, Duration now) {
        Span own = spans.computeIfAbsent(asker, any -> new Span());
        if (own.since == null || now.minus(own.since).compareTo(span) >= 0) {
            own.since = now;
            own.given = 0;
        }
        return own.given++ < most;
    }
}

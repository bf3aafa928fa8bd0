package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few keys at a time, so that operations meet on them; after a while other ones, so that the history of a key stays short
 * enough to be judged. Safe for several threads.
 */
final class Keys {
    private static final int AT_ONCE = 5;
    private static final int DRAWS = 5_000;

    private final AtomicInteger drawn = new AtomicInteger();

    String draw(Random random) {
        return key(drawn.getAndIncrement() / DRAWS, random.nextInt(AT_ONCE));
    }

    /** All that may have been drawn so far. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (int set = 0; set <= drawn.get() / DRAWS; set++) {
            for (int i = 0; i < AT_ONCE; i++) all.add(key(set, i));
        }
        return all;
    }

    private static String key(int set, int number) {
        return "key-" + set + "-" + number;
    }
}

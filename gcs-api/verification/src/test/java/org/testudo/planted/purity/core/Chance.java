package org.testudo.planted.purity.core;

import java.util.Collections;
import java.util.List;

/** Throws dice. */
public class Chance {
    Object random() {
        return new java.util.Random(1);
    }

    Object splittable() {
        return new java.util.SplittableRandom();
    }

    java.security.SecureRandom secure() {
        return null;
    }

    int threadLocal() {
        return java.util.concurrent.ThreadLocalRandom.current().nextInt();
    }

    java.util.random.RandomGenerator generator() {
        return null;
    }

    double math() {
        return Math.random();
    }

    Object uuid() {
        return java.util.UUID.randomUUID();
    }

    void shuffle(List<Integer> list) {
        Collections.shuffle(list);
    }
}

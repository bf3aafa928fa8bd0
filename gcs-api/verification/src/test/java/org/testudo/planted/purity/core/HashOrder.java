package org.testudo.planted.purity.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Iterates in an order that differs from run to run. */
public class HashOrder {
    HashMap<String, String> field;

    Object map() {
        return new HashMap<String, String>();
    }

    Object set() {
        return new HashSet<String>();
    }

    HashSet<String> declared() {
        return null;
    }

    Object table() {
        return new java.util.Hashtable<String, String>();
    }

    Object identity() {
        return new java.util.IdentityHashMap<String, String>();
    }

    Object weak() {
        return new java.util.WeakHashMap<String, String>();
    }

    Object setOf() {
        return Set.of("a", "b");
    }

    Object setCopy() {
        return Set.copyOf(List.of("a"));
    }

    Function<Object, Set<Object>> byReference() {
        return Set::of;
    }

    Object mapOf() {
        return Map.of("a", "b");
    }

    Object mapEntries() {
        return Map.ofEntries(Map.entry("a", "b"));
    }

    Object mapCopy(Map<String, String> map) {
        return Map.copyOf(map);
    }

    Object toSet() {
        return Stream.of("a").collect(Collectors.toSet());
    }

    Object toUnmodifiableSet() {
        return Stream.of("a").collect(Collectors.toUnmodifiableSet());
    }

    Object toMap() {
        return Stream.of("a").collect(Collectors.toMap(String::length, it -> it));
    }

    Object toUnmodifiableMap() {
        return Stream.of("a").collect(Collectors.toUnmodifiableMap(String::length, it -> it));
    }

    Object grouping() {
        return Stream.of("a").collect(Collectors.groupingBy(String::length));
    }

    Object groupingDownstream() {
        return Stream.of("a").collect(Collectors.groupingBy(String::length, Collectors.counting()));
    }

    Object groupingConcurrently() {
        return Stream.of("a").collect(Collectors.groupingByConcurrent(String::length));
    }

    Object toConcurrentMap() {
        return Stream.of("a").collect(Collectors.toConcurrentMap(String::length, it -> it));
    }

    Object unordered() {
        return Stream.of("a").unordered();
    }

    Object any() {
        return Stream.of("a").findAny();
    }

    int identityHash() {
        return System.identityHashCode(this);
    }
}

package org.testudo.verification;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.Scanner;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.Tick;
import org.testudo.planted.membership.core.FloatingState;
import org.testudo.planted.membership.core.TimedFold;
import org.testudo.planted.membership.core.WallClock;
import org.testudo.planted.purity.core.Ambient;
import org.testudo.planted.purity.core.Chance;
import org.testudo.planted.purity.core.Clocks;
import org.testudo.planted.purity.core.Defaults;
import org.testudo.planted.purity.core.Foreign;
import org.testudo.planted.purity.core.HashOrder;
import org.testudo.planted.purity.core.Threads;

/** What a core may not do (ARCHITECTURE, section 4), so that the same events always give the same actions. */
final class CoreRules {
    private static final String[] CORES = {"org.testudo..core..", "org.testudo.kernel.."};
    private static final List<String> PURE_JAVA = List.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.time",
            "java.time.temporal",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");
    /** Hashes are pure; keys, generators and signatures are the host's. */
    private static final List<String> SOME_SECURITY =
            List.of("java.security.MessageDigest", "java.security.NoSuchAlgorithmException", "java.util.zip.CRC32C");

    private static final List<Class<?>> FLOATING = List.of(double.class, float.class, Double.class, Float.class);

    private CoreRules() {}

    static List<ProvenRule> all() {
        return List.of(
                new ProvenRule(foreign(), Foreign.class, Ambient.class),
                new ProvenRule(threads(), Threads.class),
                new ProvenRule(clocks(), Clocks.class),
                new ProvenRule(chance(), Chance.class),
                new ProvenRule(hashOrder(), HashOrder.class),
                new ProvenRule(defaults(), Defaults.class),
                new ProvenRule(timedFold(), TimedFold.class),
                new ProvenRule(wallClock(), WallClock.class),
                new ProvenRule(floatingState(), FloatingState.class));
    }

    /** Only the pure part of java.base, the API and the kernel: an allow list, so that new ways out are closed too. */
    private static ArchRule foreign() {
        return Forbidden.to("cores use pure parts of java.base, testudo-api, testudo-kernel and nothing else")
                .types(type -> !type.isPrimitive() && !isPure(type))
                .types(Process.class, ProcessBuilder.class, Runtime.class, ClassLoader.class)
                .types(Scanner.class, ServiceLoader.class, ResourceBundle.class)
                .types(Properties.class)
                .members(Class.class, "forName", "getResource", "getResourceAsStream", "getClassLoader")
                .members(target -> isOf(target, System.class)
                        && !List.of("arraycopy", "nanoTime", "currentTimeMillis")
                                .contains(target.getName()))
                .in(CORES);
    }

    private static boolean isPure(JavaClass type) {
        String name = type.getPackageName();
        return PURE_JAVA.contains(name)
                || SOME_SECURITY.contains(type.getName())
                || name.startsWith("org.jspecify.")
                || List.of("api", "config", "kernel").contains(moduleOf(name))
                || resideInAnyPackage(CORES).test(type);
    }

    private static String moduleOf(String packageName) {
        String[] parts = packageName.split("\\.");
        return packageName.startsWith("org.testudo.") ? parts[2] : "";
    }

    private static ArchRule threads() {
        return Forbidden.to("cores have no threads, locks or shared memory: one loop runs them")
                .types(Thread.class, ThreadGroup.class, ThreadLocal.class, InheritableThreadLocal.class)
                .types(Timer.class, TimerTask.class)
                .types(type -> type.getPackageName().startsWith("java.util.concurrent"))
                .members(target ->
                        List.of("wait", "notify", "notifyAll").contains(target.getName()) && isOf(target, Object.class))
                .members(Collection.class, "parallelStream")
                .members(BaseStream.class, "parallel")
                .members(target -> target.getName().startsWith("synchronized") && isOf(target, Collections.class))
                .fields(field -> field.getModifiers().contains(JavaModifier.VOLATILE))
                .codeUnits(unit -> unit.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                .in(CORES);
    }

    private static ArchRule clocks() {
        return Forbidden.to("cores read no clock: now is an argument")
                .types(Clock.class, Date.class, Calendar.class)
                .members(target -> target.getName().equals("now")
                        && target.getOwner().getPackageName().startsWith("java.time"))
                .members(System.class, "currentTimeMillis", "nanoTime")
                .in(CORES);
    }

    private static ArchRule chance() {
        return Forbidden.to("cores leave nothing to chance but to a seeded generator that they are given")
                .types(Random.class, SplittableRandom.class, SecureRandom.class, ThreadLocalRandom.class)
                .types(type -> type.getPackageName().equals("java.util.random"))
                .members(Math.class, "random")
                .members(StrictMath.class, "random")
                .members(UUID.class, "randomUUID")
                .members(Collections.class, "shuffle")
                .in(CORES);
    }

    /** Its order changes from one run of the JVM to the next, and with it the order of what a core sends. */
    private static ArchRule hashOrder() {
        return Forbidden.to("cores iterate in an order that they define, never in hash order")
                .types(HashMap.class, HashSet.class, Hashtable.class, IdentityHashMap.class, WeakHashMap.class)
                .members(Set.class, "of", "copyOf")
                .members(Map.class, "of", "ofEntries", "copyOf")
                .members(Collectors.class, "toSet", "toUnmodifiableSet", "toUnmodifiableMap", "groupingByConcurrent")
                .members(Collectors.class, "toConcurrentMap")
                .members(target -> isOf(target, Collectors.class)
                        && (hasFewer(target, "toMap", 4) || hasFewer(target, "groupingBy", 3)))
                .members(BaseStream.class, "unordered")
                .members(BaseStream.class, "findAny")
                .members(System.class, "identityHashCode")
                .in(CORES);
    }

    private static ArchRule defaults() {
        return Forbidden.to("cores depend on no default of the platform: locale, charset, zone")
                .members(Locale.class, "getDefault")
                .members(ZoneId.class, "systemDefault")
                .members(Charset.class, "defaultCharset")
                .members(target -> isOf(target, String.class)
                        && (hasFewer(target, "toLowerCase", 1)
                                || hasFewer(target, "toUpperCase", 1)
                                || hasFewer(target, "getBytes", 1)))
                .members(target -> isOf(target, String.class)
                        && target instanceof CodeUnitAccessTarget call
                        && call.getName().equals("<init>")
                        && call.getRawParameterTypes().size() == 1
                        && call.getRawParameterTypes().get(0).isEquivalentTo(byte[].class))
                .in(CORES);
    }

    /** G-2: replicated state follows from position, agreed time and command. Only the core itself is told the time. */
    private static ArchRule timedFold() {
        return Forbidden.to("what applies ordered commands gets position and agreed time, never a Tick")
                .types(Tick.class)
                .in(resideInAPackage("org.testudo..membership.core..").and(not(assignableTo(ProtocolCore.class))));
    }

    private static ArchRule wallClock() {
        return Forbidden.to("only the ordering reads the wall clock, for agreed time (HOST-3, AB-27)")
                .members(Tick.class, "wallClock")
                .in(resideInAPackage("org.testudo..core..")
                        .and(not(resideInAnyPackage("org.testudo.abcast.core..", "org.testudo.kernel.core.."))));
    }

    private static ArchRule floatingState() {
        return Forbidden.to("replicated state holds no floating point (G-2)")
                .fields(field -> isFloating(field.getRawType()))
                .codeUnits(unit -> isFloating(unit.getRawReturnType()))
                .in("org.testudo..membership.core..");
    }

    private static boolean isFloating(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return FLOATING.stream().anyMatch(base::isEquivalentTo);
    }

    private static boolean isOf(AccessTarget target, Class<?> owner) {
        return target.getOwner().isEquivalentTo(owner);
    }

    private static boolean hasFewer(AccessTarget target, String name, int parameters) {
        return target.getName().equals(name)
                && target instanceof CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().size() < parameters;
    }
}

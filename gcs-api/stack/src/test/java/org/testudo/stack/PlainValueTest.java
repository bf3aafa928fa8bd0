package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jgroups.blocks.MethodCall;
import org.jgroups.tests.perf.PerfUtil;
import org.jgroups.util.UUID;
import org.jgroups.util.Util;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Values that are carried, each in a form of its own, and what a member may say in their place (SICP-4). */
class PlainValueTest {
    private static final int MOST = 2_000;
    private static final int SET = 13;
    private static final int MAP = 14;
    private static final int LIST = 12;
    private static final int INTEGER = 7;
    private static final int CALL = 15;
    private static final int FAILURE = 16;
    private static final int SETTINGS = 17;

    private static byte[] written(Object value) {
        return WireWriter.bytes(out -> PlainValue.write(value, out));
    }

    private static Object read(byte[] bytes) throws MalformedException {
        return WireReader.whole(bytes, in -> PlainValue.read(in, MOST));
    }

    private static Object again(Object value) throws MalformedException {
        return read(written(value));
    }

    private static List<Object> values() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("one", List.of(1, "two"));
        map.put("nothing", null);
        return Arrays.asList(
                null,
                "text",
                true,
                (byte) -3,
                (short) -4,
                'ß',
                -7,
                Long.MIN_VALUE,
                1.5f,
                Double.NaN,
                new UUID(1, -2),
                List.of("a", List.of(), Set.of(1)),
                map);
    }

    @Test
    void everyKindIsReadAsItWasWritten() throws Exception {
        for (Object each : values()) assertThat(again(each)).isEqualTo(each);
        assertThat((byte[]) again(new byte[] {1, 2})).containsExactly(1, 2);
    }

    @Test
    void collectionsKeepTheOrderInWhichTheyWereWritten() throws Exception {
        Set<String> set = new LinkedHashSet<>(List.of("c", "a", "b"));
        Map<String, Integer> map = new TreeMap<>(Collections.reverseOrder());
        map.putAll(Map.of("a", 1, "b", 2, "c", 3));

        assertThat(again(set))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .containsExactly("c", "a", "b");
        assertThat(((Map<?, ?>) again(map)).keySet().toString()).isEqualTo("[c, b, a]");
    }

    @Test
    void callsByNumberAndByNameAreCarriedWithTheirArguments() throws Exception {
        MethodCall byNumber = (MethodCall) again(new MethodCall((short) 4, "key", 5L, new byte[] {6}));
        MethodCall byName = (MethodCall)
                again(new MethodCall("add", new Object[] {5, "x"}, new Class<?>[] {int.class, String.class}));
        MethodCall ofMethod = (MethodCall) again(new MethodCall(Text.class.getMethod("twice", String.class), "ab"));
        MethodCall stock = (MethodCall) again(new PerfUtil.PutCall((short) 2, 9, new byte[3]));

        assertThat(byNumber.useIds()).isTrue();
        assertThat(byNumber.getMethodId()).isEqualTo((short) 4);
        assertThat(byNumber.getArgs()).containsExactly("key", 5L, new byte[] {6});
        assertThat(byName.invoke(new Text())).isEqualTo("x5");
        assertThat(ofMethod.invoke(new Text())).isEqualTo("abab");
        assertThat(stock.getMethodId()).isEqualTo((short) 2);
        assertThat(stock.getArgs()).hasSize(2).startsWith(9);
        assertThat(((MethodCall) again(byName)).invoke(new Text())).isEqualTo("x5");
    }

    /** What a server object offers, and what it does not. */
    public static class Text {
        public String add(int number, String text) {
            return text + number;
        }

        public String twice(String text) {
            return text + text;
        }

        String near() {
            return "near";
        }

        private String secret() {
            return "secret";
        }
    }

    @Test
    void membersCallNeitherWhatIsNotPublicNorWhatEveryObjectHas() throws Exception {
        for (String name : List.of("near", "secret", "notifyAll", "hashCode", "getClass", "finalize")) {
            MethodCall call = (MethodCall) again(new MethodCall(name, null, null));
            assertThatThrownBy(() -> call.invoke(new Text()))
                    .isInstanceOf(IllegalAccessException.class)
                    .hasMessageContaining(name + ": is not public, or static, or of every object");
        }
        MethodCall absent = (MethodCall) again(new MethodCall("absent", null, null));
        assertThatThrownBy(() -> absent.invoke(new Text())).isInstanceOf(NoSuchMethodException.class);
        assertThat(new Text().secret() + new Text().near()).isEqualTo("secretnear");
    }

    @Test
    void failuresComeBackAsWhatTheyWereOrByName() throws Exception {
        Throwable known = (Throwable) again(new IllegalStateException("full"));
        Throwable other = (Throwable) again(new java.util.zip.DataFormatException("odd"));
        Throwable wrapped = (Throwable) again(new InvocationTargetException(new IOException("gone")));
        Throwable silent = (Throwable) again(new IllegalArgumentException());

        assertThat(known).isExactlyInstanceOf(IllegalStateException.class).hasMessage("full");
        assertThat(other).isExactlyInstanceOf(RemoteFailure.class).hasMessage("java.util.zip.DataFormatException: odd");
        assertThat(((RemoteFailure) again(other)).thrown()).isEqualTo("java.util.zip.DataFormatException");
        assertThat(wrapped).hasCauseExactlyInstanceOf(IOException.class);
        assertThat(silent).hasMessage("");
        assertThat(((Throwable) again(new RuntimeException("x".repeat(5_000)))).getMessage())
                .hasSize(1_024);
    }

    @Test
    void whatTheStockMeasurementsSayIsCarried() throws Exception {
        PerfUtil.Config settings =
                (PerfUtil.Config) again(new PerfUtil.Config().add("time", 60).add("oob", false));
        PerfUtil.AverageSummary average = new PerfUtil.AverageSummary(1, 2, 3).unit(TimeUnit.NANOSECONDS);
        PerfUtil.Results results = new PerfUtil.Results(4, 5, 6, average, average);

        assertThat(settings.values()).isEqualTo(Map.of("time", 60, "oob", false));
        assertThat(again(results)).hasToString(results.toString());
        List<?> nested = (List<?>) again(List.of(results));
        assertThat(nested.get(0)).hasToString(results.toString());
    }

    /** Counts how often it was made from bytes. */
    static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;
        static final AtomicInteger MADE = new AtomicInteger();

        private void readObject(ObjectInputStream in) {
            MADE.incrementAndGet();
        }
    }

    /** Java's and JGroups' own forms of an object, in every place where a value may stand. */
    @Test
    void objectsOfClassesThatAPeerNamesAreNeverMade() throws Exception {
        ByteArrayOutputStream java = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(java)) {
            out.writeObject(new Gadget());
        }
        byte[] jgroups = Util.objectToByteBuffer(new Gadget());
        for (byte[] gadget : List.of(java.toByteArray(), jgroups)) {
            assertMalformed(gadget);
            assertMalformed(
                    WireWriter.bytes(out -> out.writeByte(LIST).writeInt(1).writeFixed(gadget)));
            assertMalformed(WireWriter.bytes(out -> out.writeByte(CALL)
                    .writeBoolean(true)
                    .writeShort(1)
                    .writeByte(1)
                    .writeFixed(gadget)));
            assertMalformed(WireWriter.bytes(out -> out.writeByte(CALL)
                    .writeBoolean(false)
                    .writeText("m")
                    .writeByte(1)
                    .writeFixed(gadget)));
            assertThat((byte[]) again(gadget)).isEqualTo(gadget);
        }
        assertThat(Gadget.MADE).hasValue(0);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(java.toByteArray()))) {
            assertThat(in.readObject()).isInstanceOf(Gadget.class);
        }
        assertThat(Gadget.MADE).hasValue(1); // so this test could fail
    }

    /** A class that is named as that of a failure is a text: it is not even loaded. */
    @Test
    void failureOfAnyNameLoadsNoClass() throws Exception {
        byte[] bytes = WireWriter.bytes(out -> out.writeByte(FAILURE)
                .writeBoolean(false)
                .writeText("org.testudo.stack.PlainValueTest$NeverLoaded")
                .writeText("x"));

        assertThat(((RemoteFailure) read(bytes)).thrown()).endsWith("NeverLoaded");
        assertThat(loaded).isZero();
    }

    private static int loaded;

    static final class NeverLoaded extends RuntimeException {
        private static final long serialVersionUID = 1;

        static {
            loaded++;
        }
    }

    @Test
    void whatIsNotCarriedIsRefusedWithTheRemedy() {
        for (Object each : List.of(new Date(), new java.math.BigInteger("5"), new Object[0], List.of(new Gadget()))) {
            assertThatThrownBy(() -> written(each)).hasMessageContaining("is not carried, because deserializing");
        }
        assertThatThrownBy(() -> written(List.of(new MethodCall((short) 1))))
                .hasMessageContaining("is not carried, because deserializing");
        assertThatThrownBy(() -> written(new MethodCall("m", null, new Class<?>[] {Gadget.class})))
                .hasMessageContaining("a parameter of type " + Gadget.class.getName());
        assertThatThrownBy(() -> written(new MethodCall("m".repeat(300), null, null)))
                .hasMessageContaining("more than 256 bytes");
        assertThatThrownBy(() -> written(new MethodCall((short) 1, new Object[65])))
                .hasMessageContaining("65 arguments");
        assertThatThrownBy(() -> written(new OwnCall())).hasMessageContaining("use org.jgroups.blocks.MethodCall");
        assertThatThrownBy(() -> written(new ArrayList<>(Collections.nCopies(PlainValue.MOST_VALUES, 1))))
                .hasMessageContaining("more than 8192 values");
        Object deep = 1;
        for (int i = 0; i <= PlainValue.MOST_DEPTH; i++) deep = List.of(deep);
        Object tooDeep = deep;
        assertThatThrownBy(() -> written(tooDeep)).hasMessageContaining("collections within each other");
    }

    static final class OwnCall extends MethodCall {
        OwnCall() {
            super((short) 1);
        }
    }

    @Test
    void boundsHoldForWhoReadsToo() throws Exception {
        byte[] many = WireWriter.bytes(out -> {
            out.writeByte(LIST).writeInt(PlainValue.MOST_VALUES);
            for (int i = 0; i < PlainValue.MOST_VALUES; i++) out.writeByte(0);
        });
        byte[] deep = WireWriter.bytes(out -> {
            for (int i = 0; i <= PlainValue.MOST_DEPTH; i++) out.writeByte(LIST).writeInt(1);
            out.writeByte(0);
        });
        byte[] inMany = WireWriter.bytes(out -> {
            out.writeByte(LIST).writeInt(100);
            for (int i = 0; i < 100; i++) {
                out.writeByte(LIST).writeInt(100);
                for (int j = 0; j < 100; j++) out.writeByte(0);
            }
        });

        assertMalformed(many);
        assertMalformed(deep);
        assertMalformed(inMany);
        assertMalformed(WireWriter.bytes(out -> out.writeByte(LIST).writeInt(Integer.MAX_VALUE)));
        assertMalformed(WireWriter.bytes(out -> out.writeByte(LIST).writeInt(-1)));
        assertMalformed(written("x".repeat(MOST + 1)));
        assertMalformed(written(new byte[MOST + 1]));
        assertThat((List<?>) again(IntStream.range(0, 1_000).boxed().toList())).hasSize(1_000);
    }

    @Test
    void mapsAndSetsHaveEachKeyOnce() {
        assertMalformed(mapOf(5, 5));
        assertMalformed(setOf(5, 5));
        assertMalformed(mapOf("a", "a"));
    }

    /** What a member that leaves out the checks would send. */
    private static byte[] mapOf(Object... keys) {
        return WireWriter.bytes(out -> {
            out.writeByte(MAP).writeInt(keys.length);
            for (Object each : keys) out.writeFixed(written(each)).writeByte(0);
        });
    }

    private static byte[] setOf(Object... elements) {
        return WireWriter.bytes(out -> {
            out.writeByte(SET).writeInt(elements.length);
            for (Object each : elements) out.writeFixed(written(each));
        });
    }

    private static byte[] settings(Object... names) {
        return WireWriter.bytes(out -> {
            out.writeByte(SETTINGS).writeInt(names.length);
            for (Object each : names) out.writeFixed(written(each)).writeByte(0);
        });
    }

    @Test
    void keysAreTextsTruthsCharactersAndNumbers() throws Exception {
        for (Object each : List.of("a", true, 'c', (byte) 1, (short) 2, 3, 4L, 1.5f, 2.5)) {
            assertThat(again(Map.of(each, 1))).isEqualTo(Map.of(each, 1));
            assertThat(again(Set.of(each))).isEqualTo(Set.of(each));
        }
    }

    /** Of bytes, settings and results no two are equal, so the maps of two members that hold the same would differ. */
    @Test
    void whatIsEqualToNothingElseIsNoKeyAtEitherEnd() {
        PerfUtil.AverageSummary average = new PerfUtil.AverageSummary(1, 2, 3).unit(TimeUnit.NANOSECONDS);
        assertNoKey(new byte[] {1});
        assertNoKey(new PerfUtil.Config().add("a", 1));
        assertNoKey(new PerfUtil.Results(4, 5, 6, average, average));
        assertNoKey(null);
    }

    /** Others can choose as many as they like with one hash, which a map is slow to tell apart. */
    @Test
    void addressesAndCollectionsAreNoKeysAtEitherEnd() {
        assertThat(new UUID(1, 1).hashCode()).isEqualTo(new UUID(2, 2).hashCode()); // so many collide
        assertNoKey(new UUID(1, 1));
        assertNoKey(List.of(1));
        assertNoKey(Set.of());
        assertNoKey(Map.of("a", 1));
    }

    private static void assertNoKey(Object key) {
        assertMalformed(mapOf(key));
        assertMalformed(setOf(key));
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(key, 1);
        for (Object each : List.of(map, map.keySet(), List.of(map))) {
            assertThatThrownBy(() -> written(each))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("as a key of a map, or in a set, is not carried; use a String");
        }
    }

    /** Keys of several classes with one hash have no order among them. */
    @Test
    void keysOfOneMapAreOfOneClassAtBothEnds() throws Exception {
        assertMalformed(mapOf(1L, 2.5));
        assertMalformed(setOf("a", 1));
        for (Object each : List.of(Map.of(1L, 1, 2.5, 1), Set.of("a", 1))) {
            assertThatThrownBy(() -> written(each)).hasMessageContaining("use keys of one class");
        }
        assertThat(again(List.of(Set.of(1), Set.of("a")))).isEqualTo(List.of(Set.of(1), Set.of("a")));
    }

    /** "Aa" and "BB" have one hash, so a Config has them in the order in which they were set. */
    @Test
    void settingsAreWrittenByNameWhateverTheyHaveGoneThrough() throws Exception {
        PerfUtil.Config one = new PerfUtil.Config().add("Aa", 1).add("BB", 2).add("a", 3);
        PerfUtil.Config other = new PerfUtil.Config().add("a", 3).add("BB", 2).add("Aa", 1);
        assertThat(one.values().toString()).isNotEqualTo(other.values().toString()); // so this test could fail

        assertThat(written(other)).isEqualTo(written(one));
        assertThat(((PerfUtil.Config) again(one)).values()).isEqualTo(one.values());
        assertThat(read(settings("Aa", "BB"))).isInstanceOf(PerfUtil.Config.class);
        assertMalformed(settings("BB", "Aa"));
        assertMalformed(settings("Aa", "Aa"));
        assertMalformed(settings(1));
        PerfUtil.Config unnamed = new PerfUtil.Config().add(null, 1);
        assertThatThrownBy(() -> written(unnamed)).hasMessageContaining("nothing as a key");
    }

    @Test
    void hostileBytesAreMalformedOrAValue() {
        Random random = new Random(1);
        List<Object> samples = new ArrayList<>(values());
        samples.add(new MethodCall("add", new Object[] {5, "x"}, new Class<?>[] {int.class, String.class}));
        samples.add(new IllegalStateException("x"));
        samples.add(new PerfUtil.Config().add("a", 1));
        PerfUtil.AverageSummary average = new PerfUtil.AverageSummary(1, 2, 3).unit(TimeUnit.NANOSECONDS);
        samples.add(new PerfUtil.Results(4, 5, 6, average, average));
        for (Object each : samples) {
            byte[] whole = written(each);
            for (int length = 0; length < whole.length; length++) assertMalformed(Arrays.copyOf(whole, length));
            assertMalformed(Arrays.copyOf(whole, whole.length + 1));
            for (int i = 0; i < 3_000; i++) {
                byte[] noise = whole.clone();
                for (int j = 0; j < 3; j++) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                try {
                    read(noise);
                } catch (MalformedException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedException.class);
    }
}

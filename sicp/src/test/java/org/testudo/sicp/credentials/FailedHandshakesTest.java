package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.simulator.SourceMutant;

/** SICP-6, CA-7: what failing costs whom, in virtual time; and mutants, each with the scene that notices it. */
class FailedHandshakesTest {
    private static final String FILE = "sicp/src/main/java/org/testudo/sicp/credentials/FailedHandshakes.java";

    static Stream<String> scenes() {
        return Scenes.ALL.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenes")
    void scene(String name) {
        new Scenes().accept(name);
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                mutant(
                        "failures are not counted",
                        "        own.add(now, isKnown ? OF_KNOWN : 1);\n",
                        "",
                        Scenes.LIMITED),
                mutant(
                        "debts are never worked off",
                        "Math.max(0, paidAt - now)",
                        "Math.max(0, most)",
                        Scenes.WORKED_OFF),
                mutant(
                        "debts grow without end",
                        "Math.min(most, open + each / parts)",
                        "(open + each / parts)",
                        Scenes.WORKED_OFF),
                mutant(
                        "one debt for all",
                        "ByteBuffer.wrap(network ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes)",
                        "ByteBuffer.wrap(new byte[1])",
                        Scenes.OTHERS),
                mutant(
                        "each address of a network has its own",
                        "ByteBuffer.wrap(network ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes)",
                        "ByteBuffer.wrap(bytes)",
                        Scenes.NETWORK),
                mutant("no limit in total", "if (!isKnown && within) total.add(now, 1);", "", Scenes.TOTAL),
                mutant(
                        "one source fills the limit in total",
                        "if (!isKnown && within) total.add(now, 1);",
                        "if (!isKnown) total.add(now, 1);",
                        Scenes.OTHERS),
                mutant(
                        "the limit in total holds for members too",
                        "known.containsKey(source) || ofMembers.test(address)",
                        "known.containsKey(source)",
                        Scenes.KNOWN),
                mutant(
                        "who has authenticated itself is a stranger still",
                        "known.containsKey(source) || ofMembers.test(address)",
                        "ofMembers.test(address)",
                        Scenes.KNOWN),
                mutant(
                        "who is known fails as it likes",
                        "(own == null || own.allowsOneMore(now, isKnown ? OF_KNOWN : 1))",
                        "(own == null || isKnown || own.allowsOneMore(now, 1))",
                        Scenes.KNOWN_FAILS),
                mutant("sources are not forgotten", "bound(sources, MOST_SOURCES);", "", Scenes.BOUNDED),
                mutant("known ones are not forgotten", "bound(known, MOST_KNOWN);", "", Scenes.BOUNDED));
    }

    private static Arguments mutant(String name, String line, String mutated, String scene) {
        return Arguments.of(name, new SourceMutant(FILE, line, mutated), scene);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void mutantIsNoticed(String name, SourceMutant mutant, String scene) throws Exception {
        Constructor<?> scenes = mutant.load().loadClass(Scenes.class.getName()).getDeclaredConstructor();
        scenes.setAccessible(true);
        Consumer<String> run = consumer(scenes.newInstance());

        assertThatThrownBy(() -> run.accept(scene)).as(name).isInstanceOf(AssertionError.class);
    }

    @SuppressWarnings("unchecked")
    private static Consumer<String> consumer(Object scenes) {
        return (Consumer<String>) scenes;
    }

    @Test
    void unknownSceneIsAMistakeOfThisTest() {
        assertThatThrownBy(() -> new Scenes().accept("none")).isInstanceOf(NullPointerException.class);
    }

    /** By name: names cross class loaders, classes do not. */
    static final class Scenes implements Consumer<String> {
        static final String LIMITED = "who fails again and again is refused";
        static final String WORKED_OFF = "and let in at a rate";
        static final String OTHERS = "others are not";
        static final String NETWORK = "a network of IPv6 is one source";
        static final String LINK = "hosts of one link are not";
        static final String TOTAL = "many sources are limited together";
        static final String KNOWN = "who is known is not among them";
        static final String KNOWN_FAILS = "who is known is limited by itself";
        static final String BOUNDED = "memory is bounded";
        static final Map<String, Consumer<Scenes>> ALL = new TreeMap<>(Map.of(
                LIMITED, Scenes::limited,
                WORKED_OFF, Scenes::workedOff,
                OTHERS, Scenes::others,
                NETWORK, Scenes::network,
                LINK, Scenes::link,
                TOTAL, Scenes::total,
                KNOWN, Scenes::known,
                KNOWN_FAILS, Scenes::knownFails,
                BOUNDED, Scenes::bounded));

        private static final InetAddress BAD = address("203.0.113.7");
        private static final InetAddress MEMBER = address("10.0.0.1");

        private long now = Long.MAX_VALUE - 1_000; // the platform's clock may begin anywhere
        private final FailedHandshakes failed = new FailedHandshakes(MEMBER::equals, () -> now);

        @Override
        public void accept(String name) {
            ALL.get(name).accept(this);
        }

        private void fail(InetAddress source, int times) {
            for (int i = 0; i < times; i++) failed.failed(source);
        }

        private int admitted(InetAddress source, int tries) {
            int admitted = 0;
            for (int i = 0; i < tries; i++) {
                if (!failed.admits(source)) continue;
                admitted++;
                failed.failed(source);
            }
            return admitted;
        }

        private void pass(Duration time) {
            now += time.toNanos();
        }

        private void limited() {
            assertThat(admitted(BAD, 1_000)).isEqualTo(FailedHandshakes.BURST);
            assertThat(failed.refused()).isEqualTo(1_000 - FailedHandshakes.BURST);
        }

        private void workedOff() {
            fail(BAD, 10_000);
            assertThat(failed.admits(BAD)).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(admitted(BAD, 1_000)).isEqualTo(FailedHandshakes.PER_SECOND);
            pass(Duration.ofDays(1));
            assertThat(admitted(BAD, 1_000)).isEqualTo(FailedHandshakes.BURST);
        }

        private void others() {
            fail(BAD, 1_000);
            assertThat(failed.admits(address("203.0.113.8"))).isTrue();
        }

        private void network() {
            fail(address("2001:db8:0:1::1"), FailedHandshakes.BURST);
            assertThat(failed.admits(address("2001:db8:0:1:ffff::2"))).isFalse();
            assertThat(failed.admits(address("2001:db8:0:2::1"))).isTrue();
        }

        private void link() {
            fail(address("fe80::1"), FailedHandshakes.BURST);
            assertThat(failed.admits(address("fe80::1"))).isFalse();
            assertThat(failed.admits(address("fe80::2"))).isTrue();
        }

        private void total() {
            assertThat(failFromMany()).isEqualTo(FailedHandshakes.TOTAL_BURST);
            pass(Duration.ofSeconds(1));
            assertThat(failFromMany()).isEqualTo(FailedHandshakes.TOTAL_PER_SECOND);
        }

        private int failFromMany() {
            int admitted = 0;
            for (int i = 0; i < 1_000; i++) admitted += admitted(address("198.51." + i / 250 + "." + i % 250), 1);
            return admitted;
        }

        private void known() {
            InetAddress client = address("192.0.2.1");
            failed.succeeded(client);
            failFromMany();
            assertThat(failed.admits(address("192.0.2.2"))).isFalse();
            assertThat(failed.admits(client)).isTrue();
            assertThat(failed.admits(MEMBER)).isTrue();
        }

        private void knownFails() {
            InetAddress client = address("192.0.2.1");
            failed.succeeded(client);
            for (InetAddress each : List.of(client, MEMBER)) {
                assertThat(admitted(each, 1_000)).isEqualTo(FailedHandshakes.BURST * FailedHandshakes.OF_KNOWN);
            }
            assertThat(failed.admits(BAD)).isTrue();
        }

        private void bounded() {
            for (int i = 0; i < 20_000; i++) {
                failed.failed(address("10." + i / 40_000 + "." + i / 200 + "." + i % 200));
                failed.succeeded(address("11." + i / 40_000 + "." + i / 200 + "." + i % 200));
            }
            assertThat(failed.remembered()).isEqualTo(FailedHandshakes.MOST_SOURCES + FailedHandshakes.MOST_KNOWN);
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
    }
}

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
import org.testudo.api.Principal;
import org.testudo.simulator.SourceMutant;

/** SICP-6, CA-7: what failing costs whom, in virtual time; and mutants, each with the scene that notices it. */
class FailedHandshakesTest {
    private static final String PACKAGE = "sicp/src/main/java/org/testudo/sicp/credentials/";
    private static final String FILE = PACKAGE + "FailedHandshakes.java";
    private static final String SOURCES = PACKAGE + "Sources.java";
    private static final String KNOWN_ONES = PACKAGE + "KnownSources.java";

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
                        SOURCES,
                        "one debt for all",
                        "return alone ? address.getHostAddress() : prefix(address, SOURCE_OF_IPV6);",
                        "return \"\";",
                        Scenes.OTHERS),
                mutant(
                        SOURCES,
                        "each address of a network has its own",
                        "return alone ? address.getHostAddress() : prefix(address, SOURCE_OF_IPV6);",
                        "return address.getHostAddress();",
                        Scenes.NETWORK),
                mutant(
                        SOURCES,
                        "a host has many networks",
                        "NETWORK_OF_IPV6 = 48",
                        "NETWORK_OF_IPV6 = 64",
                        Scenes.HOST),
                mutant("no limit of networks", "if (!shared.allowsOneMore(now, 1))", "if (now != now)", Scenes.HOST),
                mutant("no limit in total", "if (within) total.add(now, 1);", "", Scenes.TOTAL),
                mutant(
                        "one source fills the limit of its network",
                        "if (!isKnown && within) failedWithin",
                        "if (!isKnown) failedWithin",
                        Scenes.OTHERS),
                mutant(
                        "one network fills the limit in total",
                        "if (within) total.add(now, 1);",
                        "total.add(now, 1);",
                        Scenes.HOST),
                mutant(
                        "a crowd locks out who never failed",
                        "if (isKnown || shared == null) return Optional.empty();",
                        "if (isKnown || shared == null && total.allowsOneMore(now, 1)) return Optional.empty();\n"
                                + "if (shared == null) return Optional.of(STRANGERS);",
                        Scenes.NEVER_FAILED),
                mutant("who failed once is a stranger for ever", "shared.isRecent(now) && ", "", Scenes.FORGIVEN),
                mutant(
                        "each refusal is its address's",
                        "? Optional.of(STRANGERS)",
                        "? Optional.of(source)",
                        Scenes.NAMED),
                mutant(
                        "the limit in total holds for members too",
                        "known.contains(source, now) || ofMembers.test(address)",
                        "known.contains(source, now)",
                        Scenes.KNOWN),
                mutant(
                        "who has authenticated itself is a stranger still",
                        "known.contains(source, now) || ofMembers.test(address)",
                        "ofMembers.test(address)",
                        Scenes.KNOWN),
                mutant(
                        "who is known fails as it likes",
                        "own != null && !own.allowsOneMore(now, isKnown ? OF_KNOWN : 1)",
                        "own != null && !isKnown && !own.allowsOneMore(now, 1)",
                        Scenes.KNOWN_FAILS),
                mutant("sources are not forgotten", "if (debts.size() > most)", "if (most < 0)", Scenes.BOUNDED),
                mutant(
                        KNOWN_ONES,
                        "known ones are not forgotten",
                        "if (visits.size() > MOST)",
                        "if (visits.isEmpty())",
                        Scenes.BOUNDED),
                mutant(
                        KNOWN_ONES,
                        "one principal makes as many known as it likes",
                        "if (own.size() > MOST_OF_ONE) visits.remove(own.get(0));",
                        "",
                        Scenes.ONE_PRINCIPAL),
                mutant(
                        KNOWN_ONES,
                        "one principal is all principals",
                        ".filter(each -> each.getValue().principal.equals(principal))",
                        "",
                        Scenes.ONE_PRINCIPAL),
                mutant(KNOWN_ONES, "known for ever", " && now - visit.at <= REMEMBERED.toNanos()", "", Scenes.AN_HOUR));
    }

    private static Arguments mutant(String name, String line, String mutated, String scene) {
        return mutant(FILE, name, line, mutated, scene);
    }

    private static Arguments mutant(String file, String name, String line, String mutated, String scene) {
        return Arguments.of(name, new SourceMutant(file, line, mutated), scene);
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
        static final String TOTAL = "many networks are limited together";
        static final String HOST = "a host with many networks of IPv6 is limited, and locks out nobody";
        static final String NEVER_FAILED = "a crowd locks out nobody who has not failed";
        static final String FORGIVEN = "nor who has not for a minute";
        static final String NAMED = "refusals are told by limit";
        static final String KNOWN = "who is known is not among them";
        static final String KNOWN_FAILS = "who is known is limited by itself";
        static final String ONE_PRINCIPAL = "one principal has few sources";
        static final String AN_HOUR = "a source is known for an hour";
        static final String BOUNDED = "memory is bounded";
        static final Map<String, Consumer<Scenes>> ALL = new TreeMap<>(Map.ofEntries(
                Map.entry(LIMITED, Scenes::limited),
                Map.entry(WORKED_OFF, Scenes::workedOff),
                Map.entry(OTHERS, Scenes::others),
                Map.entry(NETWORK, Scenes::network),
                Map.entry(LINK, Scenes::link),
                Map.entry(TOTAL, Scenes::total),
                Map.entry(HOST, Scenes::host),
                Map.entry(NEVER_FAILED, Scenes::neverFailed),
                Map.entry(FORGIVEN, Scenes::forgiven),
                Map.entry(NAMED, Scenes::named),
                Map.entry(KNOWN, Scenes::known),
                Map.entry(KNOWN_FAILS, Scenes::knownFails),
                Map.entry(ONE_PRINCIPAL, Scenes::onePrincipal),
                Map.entry(AN_HOUR, Scenes::anHour),
                Map.entry(BOUNDED, Scenes::bounded)));

        private static final Principal ANN = client("ann");
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
            crowdFails();
            assertThat(crowdIsAdmitted(1)).isZero();
            pass(Duration.ofSeconds(1));
            assertThat(crowdIsAdmitted(1)).isEqualTo(FailedHandshakes.TOTAL_PER_SECOND);
        }

        /** Each of 1,000 networks once. */
        private void crowdFails() {
            assertThat(crowdIsAdmitted(1)).isEqualTo(1_000);
        }

        private int crowdIsAdmitted(int host) {
            int admitted = 0;
            for (int i = 0; i < 1_000; i++)
                admitted += admitted(address("198." + i / 250 + "." + i % 250 + "." + host), 1);
            return admitted;
        }

        private void host() {
            failed.failed(BAD);
            assertThat(hostIsAdmitted()).isEqualTo(FailedHandshakes.NETWORK_BURST);
            pass(Duration.ofSeconds(1));
            assertThat(hostIsAdmitted()).isEqualTo(FailedHandshakes.NETWORK_PER_SECOND);
            for (int i = 0; i < 256; i++) fail(ofHost(i), 10); // what was under way
            assertThat(failed.admits(BAD)).isTrue();
            assertThat(failed.admits(address("2001:db8:1::1"))).isTrue();
        }

        private int hostIsAdmitted() {
            int admitted = 0;
            for (int i = 0; i < 256; i++) admitted += admitted(ofHost(i), 10);
            return admitted;
        }

        private static InetAddress ofHost(int network) {
            return address("2001:db8:0:" + Integer.toHexString(network) + "::1");
        }

        private void neverFailed() {
            crowdFails();
            assertThat(crowdIsAdmitted(2)).isZero();
            assertThat(failed.admits(BAD)).isTrue();
            assertThat(failed.admits(address("2001:db8::1"))).isTrue();
        }

        private void forgiven() {
            failed.failed(BAD);
            pass(FailedHandshakes.LATELY.plusNanos(1));
            crowdFails();
            assertThat(crowdIsAdmitted(1)).isZero();
            assertThat(failed.admits(BAD)).isTrue();
        }

        private void named() {
            for (String each : List.of("203.0.113.7", "2001:db8::1")) {
                fail(address(each), FailedHandshakes.BURST);
            }
            for (int i = 0; i < FailedHandshakes.NETWORK_BURST; i++) {
                failed.failed(address("192.0.2." + i));
                failed.failed(address("2001:db8:2:" + i + "::1"));
            }
            assertThat(failed.refusal(BAD)).contains("203.0.113.7");
            assertThat(failed.refusal(address("2001:db8::ffff"))).contains("2001:db8:0:0:0:0:0:0/64");
            assertThat(failed.refusal(address("192.0.2.200"))).contains("192.0.2.0/24");
            assertThat(failed.refusal(address("2001:db8:2:ffff::1"))).contains("2001:db8:2:0:0:0:0:0/48");

            crowdIsAdmitted(1);
            assertThat(failed.refusal(address("198.0.0.1"))).contains(FailedHandshakes.STRANGERS);
            assertThat(failed.refusal(address("198.0.1.2"))).contains(FailedHandshakes.STRANGERS);
        }

        private void known() {
            InetAddress client = address("198.0.0.3");
            failed.succeeded(client, ANN);
            crowdFails();
            assertThat(failed.admits(address("198.0.0.2"))).isFalse();
            assertThat(failed.admits(client)).isTrue();
            failed.failed(address("10.0.0.2"));
            assertThat(failed.admits(address("10.0.0.2"))).isFalse();
            assertThat(failed.admits(MEMBER)).isTrue();
        }

        private void knownFails() {
            InetAddress client = address("192.0.2.1");
            failed.succeeded(client, ANN);
            for (InetAddress each : List.of(client, MEMBER)) {
                assertThat(admitted(each, 1_000)).isEqualTo(FailedHandshakes.BURST * FailedHandshakes.OF_KNOWN);
            }
            assertThat(failed.admits(BAD)).isTrue();
        }

        private void onePrincipal() {
            InetAddress client = address("192.0.2.1");
            failed.succeeded(client, ANN);
            Principal mallory = client("mallory");
            for (int i = 0; i < 2_000; i++)
                failed.succeeded(address("2001:db8:" + Integer.toHexString(i) + "::1"), mallory);
            assertThat(admitted(client, 1_000)).isEqualTo(FailedHandshakes.BURST * FailedHandshakes.OF_KNOWN);
            assertThat(admitted(address("2001:db8:0::1"), 1_000)).isEqualTo(FailedHandshakes.BURST);
            assertThat(admitted(address("2001:db8:7cf::1"), 1_000))
                    .isEqualTo(FailedHandshakes.BURST * FailedHandshakes.OF_KNOWN);
        }

        private void anHour() {
            InetAddress client = address("192.0.2.1");
            failed.succeeded(client, ANN);
            pass(KnownSources.REMEMBERED);
            assertThat(admitted(client, 1_000)).isEqualTo(FailedHandshakes.BURST * FailedHandshakes.OF_KNOWN);
            failed.succeeded(client, ANN);
            pass(KnownSources.REMEMBERED.plusNanos(1));
            assertThat(admitted(client, 1_000)).isEqualTo(FailedHandshakes.BURST);
        }

        private void bounded() {
            for (int i = 0; i < 20_000; i++) {
                failed.failed(address("10." + i / 250 + "." + i % 250 + ".1"));
                failed.succeeded(address("11." + i / 250 + "." + i % 250 + ".1"), client("client-" + i));
            }
            assertThat(failed.remembered())
                    .isEqualTo(FailedHandshakes.MOST_SOURCES + FailedHandshakes.MOST_NETWORKS + KnownSources.MOST);
        }

        private static Principal client(String name) {
            return new Principal(Principal.Kind.CLIENT, name);
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

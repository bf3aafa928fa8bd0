package org.testudo.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;

/** Demos that come with JGroups, started by the names of their classes on XML of Testudo: four processes, over TLS. */
@Timeout(300)
class DemosTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir
    private Path keys;

    private final Map<String, DemoProcess> demos = new LinkedHashMap<>();

    @AfterEach
    void close() {
        demos.values().forEach(DemoProcess::close);
    }

    /** The group of each demo is written in its code. */
    private void start(String group, String demo, String... more) throws Exception {
        KeyFolder folder = new KeyFolder(keys);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(keys.resolve("passphrase"), "swordfish\n");
        Authority authority = folder.found(group, secret);
        List<Integer> ports = FreePorts.find(4);
        Map<String, String> properties = new LinkedHashMap<>(Map.of("demo.group", group, "demo.keys", keys.toString()));
        for (String name : NAMES) {
            folder.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
            properties.put("demo." + name, ports.get(NAMES.indexOf(name)).toString());
        }
        for (String name : NAMES) {
            Map<String, String> own = new LinkedHashMap<>(properties);
            own.put("demo.self", name);
            String[] arguments = Stream.concat(Stream.of("-props", "demos.xml", "-name", name), Stream.of(more))
                    .toArray(String[]::new);
            demos.put(name, new DemoProcess(own, demo, arguments));
        }
    }

    private void await(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(SOON).until(condition);
        } catch (ConditionTimeoutException e) {
            StringBuilder screens = new StringBuilder();
            demos.forEach((name, demo) ->
                    screens.append("--- ").append(name).append('\n').append(demo.screen()));
            throw new AssertionError(screens.toString(), e);
        }
    }

    private void awaitAll(String text, long times) {
        for (DemoProcess each : demos.values()) await(() -> each.lines(text) >= times);
    }

    @Test
    void chatShowsWhatAllSayInOneOrder() throws Exception {
        start("chat", "org.jgroups.demos.Chat");
        awaitAll("(4) [", 1);

        for (int i = 0; i < 5; i++) {
            for (String name : NAMES) demos.get(name).type(name + " says " + i + "\n");
        }
        awaitAll(" says ", 20);

        List<String> order = said("alice");
        assertThat(order).hasSize(20);
        for (String name : NAMES) {
            assertThat(said(name)).isEqualTo(order);
            demos.get(name).type("exit\n");
        }
        for (DemoProcess each : demos.values()) assertThat(each.endedWell(60)).isTrue();
    }

    private List<String> said(String name) {
        return demos.get(name)
                .screen()
                .lines()
                .filter(line -> line.contains(" says "))
                .map(line -> line.substring(line.indexOf('[')))
                .toList();
    }

    @Test
    void counterOfAllIsCounted() throws Exception {
        start("counter-cluster", "org.jgroups.demos.CounterServiceDemo");
        awaitAll("(4) [", 1);
        awaitAll("[1] Increment", 1);

        for (String name : NAMES) {
            for (int i = 1; i <= 3; i++) {
                int times = i;
                demos.get(name).type("1\n");
                await(() -> demos.get(name).lines("counter: ") >= times);
            }
        }

        assertThat(demos.get("dave").screen()).contains("counter: 13"); // from 1 on, three by each of four
    }

    /** It waits for results a fifth longer than it measures, so on a busy machine it is asked again. */
    @Test
    void measurementOfCallsRunsAtAllMembersAndIsCollected() throws Exception {
        start("uperf", "org.jgroups.tests.perf.UPerf", "-time", "5", "-threads", "4", "-size", "200");
        awaitAll("(4) [", 1);
        awaitAll("[1] Start test", 1);
        DemoProcess bob = demos.get("bob");

        for (int run = 1; run <= 4 && bob.lines("Throughput: ") == 0; run++) {
            int times = run;
            bob.type("1\n");
            awaitAll("done (in ", times);
            await(() -> bob.lines("[1] Start test") > times);
        }

        for (String name : NAMES) assertThat(bob.screen()).containsPattern(name + ": [0-9,.]+ reqs/sec");
    }
}

package org.testudo.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Principal;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;

/** The chat with its four members in one process, on the XML that stands beside it. */
@Timeout(120)
class ChatTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path keys;

    private final Map<String, List<String>> screens = new ConcurrentHashMap<>();
    private final Map<String, Chat> chats = new LinkedHashMap<>();

    @AfterEach
    void close() {
        chats.values().forEach(Chat::close);
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith("chat."));
    }

    @Test
    void fourTalkToAllInOneOrderAndToOneAlone() throws Exception {
        makeKeys();
        enter();

        chats.get("alice").say("hello");
        chats.get("bob").say("hi");
        chats.get("carol").say("@dave a secret");

        for (String name : NAMES) await().atMost(SOON).until(() -> said(name).size() == 2);
        for (String name : NAMES) assertThat(said(name)).isEqualTo(said("alice"));
        assertThat(said("alice")).containsExactlyInAnyOrder("alice: hello", "bob: hi");
        await().atMost(SOON).until(() -> screens.get("dave").contains("carol to you: a secret"));
        assertThat(screens.get("alice")).noneMatch(line -> line.contains("secret"));
        assertThat(screens.get("alice")).contains("* [alice, bob, carol, dave]");
    }

    /** What all have seen; without views and what was to one. */
    private List<String> said(String name) {
        return screens.get(name).stream()
                .filter(line -> !line.startsWith("*") && !line.contains("to you"))
                .toList();
    }

    private void makeKeys() throws Exception {
        KeyFolder folder = new KeyFolder(keys);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(keys.resolve("passphrase"), "swordfish\n");
        Authority authority = folder.found("chat", secret);
        List<Integer> ports = FreePorts.find(4);
        for (String name : NAMES) {
            folder.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
            System.setProperty("chat." + name, ports.get(NAMES.indexOf(name)).toString());
        }
        System.setProperty("chat.keys", keys.toString());
    }

    private void enter() throws Exception {
        List<CompletableFuture<Void>> entering = new ArrayList<>();
        for (String name : NAMES) {
            List<String> screen = new CopyOnWriteArrayList<>();
            screens.put(name, screen);
            Path xml = keys.resolve(name + ".xml"); // one process has one chat.self only
            Files.writeString(xml, Files.readString(Path.of("chat.xml")).replace("${chat.self}", name));
            CompletableFuture<Void> entered = new CompletableFuture<>();
            entering.add(entered);
            new Thread(() -> enter(name, xml, screen, entered), "enter " + name).start();
        }
        for (CompletableFuture<Void> each : entering) each.get(60, TimeUnit.SECONDS);
    }

    private void enter(String name, Path xml, List<String> screen, CompletableFuture<Void> entered) {
        try {
            Chat chat = new Chat(xml.toString(), name, screen::add);
            synchronized (chats) {
                chats.put(name, chat);
            }
            entered.complete(null);
        } catch (Exception e) {
            entered.completeExceptionally(e);
        }
    }
}

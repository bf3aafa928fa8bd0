package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.StateTransferException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.abcast.core.Chunk;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.notice.StateRefuted;
import org.testudo.stack.STATE;
import org.testudo.stack.StackRuntime;

/** {@code getState} of a plain channel is served by the group's checkpoints, over TLS (AB-8, GM-25). */
@Timeout(180)
class StateOverChannelsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PADDING = 2_000_000; // so that pieces of the state are asked of all who hold it

    @TempDir
    private Path folder;

    private ChannelGroup group;
    private final Map<String, Ledger> ledgers = new TreeMap<>();

    /** An application as JGroups' manual has it: what it received, which it can write and take. */
    private static class Ledger implements Receiver {
        final JChannel channel;
        private final List<String> lines = new ArrayList<>();
        private int received;

        Ledger(JChannel channel) {
            this.channel = channel;
            channel.setReceiver(this);
        }

        @Override
        public void receive(Message message) {
            synchronized (this) {
                lines.add(message.<String>getObject());
                received++;
            }
        }

        @Override
        public void getState(OutputStream out) throws Exception {
            DataOutputStream to = new DataOutputStream(out);
            synchronized (this) {
                to.writeInt(lines.size());
                for (String each : lines) to.writeUTF(each);
            }
            to.write(new byte[PADDING]);
        }

        @Override
        public void setState(InputStream in) throws Exception {
            DataInputStream from = new DataInputStream(in);
            synchronized (this) {
                lines.clear();
                for (int left = from.readInt(); left > 0; left--) lines.add(from.readUTF());
            }
            if (from.readAllBytes().length != PADDING) throw new IOException("not a ledger");
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }

        synchronized int received() {
            return received;
        }

        STATE state() {
            return channel.getProtocolStack().findProtocol(STATE.class);
        }
    }

    @BeforeEach
    void makeKeys() throws Exception {
        group = new ChannelGroup(folder);
    }

    @AfterEach
    void stop() {
        ledgers.values().forEach(each -> each.channel.close());
    }

    private JChannel channel(String name) throws Exception {
        return channel(name, "");
    }

    private JChannel channel(String name, String more) throws Exception {
        String ordering = "ABCAST checkpoint_interval=\"8\" formation_wait=\"500ms\" " + more + "/>";
        String xml =
                group.xml(name).replace("ABCAST/>", ordering).replace("LANES/>", "LANES/><org.testudo.stack.STATE/>");
        return ChannelGroup.channel(xml).name(name);
    }

    private Ledger ledger(String name) throws Exception {
        return add(name, new Ledger(channel(name)));
    }

    private Ledger add(String name, Ledger ledger) {
        ledgers.put(name, ledger);
        return ledger;
    }

    private void connect() {
        ledgers.values().stream()
                .map(each -> ChannelGroup.connecting(each.channel))
                .toList()
                .forEach(each -> assertThat(each).succeedsWithin(SOON));
    }

    /** Sends one by one, so that the order has at least as many slots. */
    private void send(String from, String what, int count) throws Exception {
        Ledger sender = ledgers.get(from);
        for (int i = 0; i < count; i++) {
            String line = what + " " + i;
            sender.channel.send(null, line);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> sender.lines().contains(line));
        }
    }

    private void awaitEqual() {
        await().atMost(SOON)
                .until(() ->
                        ledgers.values().stream().map(Ledger::lines).distinct().count() == 1);
    }

    private static void intercept(Ledger ledger, CoreStack.Interceptor interceptor) {
        StackRuntime.of(ledger.channel.getProtocolStack()).intercept(interceptor);
    }

    /** A member that serves pieces of another state. */
    private static CoreStack.Interceptor lying(AtomicInteger lies) {
        return (layer, event, honest) -> {
            List<Action<?>> actions = new ArrayList<>();
            for (Action<?> each : honest) {
                if (each instanceof Action.Send<?> send && send.message() instanceof Chunk chunk) {
                    byte[] other = chunk.bytes().clone();
                    other[other.length / 2] ^= 1;
                    lies.incrementAndGet();
                    actions.add(
                            new Action.Send<>(send.to(), new Chunk(chunk.state(), chunk.piece(), other, chunk.path())));
                } else {
                    actions.add(each);
                }
            }
            return actions;
        };
    }

    /** One that serves no piece before the liar has. */
    private static CoreStack.Interceptor silentBefore(AtomicInteger lies) {
        return (layer, event, honest) -> honest.stream()
                .filter(each -> lies.get() > 0 || !(each instanceof Action.Send<?> it && it.message() instanceof Chunk))
                .toList();
    }

    @Test
    void lateMemberIsGivenACertifiedStateWhileTheOrderGoesOnAndALiarIsNotBelieved() throws Exception {
        for (String name : List.of("alice", "bob", "carol")) ledger(name);
        AtomicInteger lies = new AtomicInteger();
        intercept(ledgers.get("bob"), lying(lies));
        for (String name : List.of("alice", "carol")) intercept(ledgers.get(name), silentBefore(lies));
        connect();
        send("alice", "before", 40);
        AtomicBoolean goOn = new AtomicBoolean(true);
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; goOn.get(); i++) send("carol", "meanwhile", i, i + 1);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();

        Ledger dave = ledger("dave");
        List<Object> noticed = new CopyOnWriteArrayList<>();
        intercept(dave, (layer, event, honest) -> {
            for (Action<?> each : honest) if (each instanceof Action.Announce<?> it) noticed.add(it.notice());
            return honest;
        });
        List<String> known = ledgers.get("alice").lines();
        dave.channel.connect("chat", null, 60_000);

        assertThat(dave.lines()).startsWith(known.toArray(String[]::new));
        assertThat(dave.state().getTaken()).isPositive();
        assertThat(lies).hasPositiveValue();
        assertThat(noticed.stream()
                        .filter(StateRefuted.class::isInstance)
                        .map(it -> ((StateRefuted) it).member().name()))
                .isNotEmpty()
                .containsOnly("bob");
        goOn.set(false);
        sender.join();

        ledgers.remove("bob").channel.close(); // from here on no state is certified without dave
        send("dave", "after", 40);
        awaitEqual();
        assertThat(dave.received()).isLessThan(dave.lines().size());
        assertThat(noticed).noneMatch(StateDiffers.class::isInstance);
        assertThat(dave.state().getWritten()).isGreaterThan(PADDING);
    }

    private void send(String from, String what, int first, int end) throws Exception {
        for (int i = first; i < end; i++) send(from, what + " " + i, 1);
    }

    /** Without checkpoints, or before the first: what was ordered comes as messages. */
    @Test
    void whoseMessagesAreAllStillThereGetsThemAndNoState() throws Exception {
        for (String name : List.of("alice", "bob", "carol")) ledger(name);
        connect();
        send("alice", "first", 3);

        Ledger dave = ledger("dave");
        dave.channel.connect("chat", null, 60_000);

        assertThat(dave.lines()).containsExactly("first 0", "first 1", "first 2");
        assertThat(dave.state().getTaken()).isZero();
        send("bob", "second", 1);
        dave.channel.getState(null, 60_000);
        assertThat(dave.lines()).hasSize(4);
    }

    @Test
    void memberWhoseApplicationCannotWriteItsStateHoldsNobodyUp() throws Exception {
        for (String name : List.of("alice", "bob", "dave")) ledger(name);
        add("carol", new Ledger(channel("carol")) {
            @Override
            public void getState(OutputStream out) throws IOException {
                throw new IOException("carol's disk is full");
            }
        });
        connect();

        send("carol", "line", 40);

        awaitEqual();
        assertThat(ledgers.get("alice").state().getWritten()).isGreaterThan(PADDING);
        assertThat(ledgers.get("carol").state().getWritten()).isZero();
    }

    /** What the journal begins with is a state, too. */
    @Test
    void groupThatLostPowerEverywhereGoesOnInTheStateOfItsJournals() throws Exception {
        String journal = "journal=\"file\" journal_path=\"" + folder.resolve("journal") + "\"";
        for (String name : ChannelGroup.NAMES) add(name, new Ledger(channel(name, journal)));
        connect();
        send("alice", "before", 40);
        awaitEqual();
        List<String> before = ledgers.get("alice").lines();

        for (Ledger each : ledgers.values()) {
            each.channel.getProtocolStack().getTransport().stop(); // without a goodbye
        }
        for (Ledger each : ledgers.values()) each.channel.close();
        for (String name : ChannelGroup.NAMES) add(name, new Ledger(channel(name, journal)));
        connect();
        send("dave", "after", 1);

        awaitEqual();
        for (Ledger each : ledgers.values()) {
            assertThat(each.lines()).hasSize(41).startsWith(before.toArray(String[]::new));
            assertThat(each.state().getTaken()).isPositive();
            assertThat(each.received()).isLessThan(41);
        }
    }

    @Test
    void getStateFailsInTimeWhenTooFewMembersAreThere() throws Exception {
        for (String name : List.of("alice", "bob", "carol")) ledger(name);
        connect();
        Ledger carol = ledgers.get("carol");
        for (String name : List.of("alice", "bob")) {
            ledgers.get(name).channel.getProtocolStack().getTransport().stop(); // without a goodbye
        }

        assertThatThrownBy(() -> carol.channel.getState(null, 1_000))
                .isInstanceOf(StateTransferException.class)
                .hasStackTraceContaining("not all that the group has ordered is here after 1000 ms");
    }
}

package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.protocols.COUNTER;
import org.jgroups.stack.Protocol;
import org.jgroups.util.Bits;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

/** There are no more counters than may be, whoever asks for them, and who asks for one too many is told. */
class CounterNamesTest {
    private static final Address ALICE = new UUID(1, 1);
    private static final Address BOB = new UUID(2, 2);
    private static final Address CAROL = new UUID(3, 3);
    private static final int MOST = 3;

    /** JGroups' own, each connected to all, with what bounds it. */
    private final Map<Address, COUNTER> counters = new LinkedHashMap<>();

    private final Map<Address, CounterNames> names = new LinkedHashMap<>();

    CounterNamesTest() {
        for (Address each : List.of(ALICE, BOB, CAROL)) add(each);
        View view = View.create(ALICE, 1, ALICE, BOB, CAROL);
        for (COUNTER each : counters.values()) each.up(new Event(Event.VIEW_CHANGE, view));
    }

    private void add(Address self) {
        COUNTER counter = new COUNTER();
        counter.setAddress(self);
        counter.setDownProtocol(new Protocol() {
            @Override
            public Object down(Message message) {
                carry(self, message);
                return null;
            }
        });
        counter.setUpProtocol(new Protocol() {
            @Override
            public Object up(Event event) {
                return null;
            }
        });
        counters.put(self, counter);
        names.put(self, new CounterNames(MOST, counter, message -> carry(self, message)));
    }

    private void carry(Address from, Message message) {
        counters.forEach((address, counter) -> {
            if (message.dest() != null && !message.dest().equals(address)) return;
            Message copy = message.copy(true, true).setSrc(from).setDest(address);
            names.get(address).receive(copy, counter::up);
        });
    }

    private CompletableFuture<?> create(Address by, String name) {
        return counters.get(by).getOrCreateAsyncCounter(name, 0).toCompletableFuture();
    }

    private String held(Address by) {
        return counters.get(by).printCounters();
    }

    @Test
    void whoAsksForOneTooManyIsToldAndThoseThatAreThereStay() throws Exception {
        for (String each : List.of("a", "b", "c")) create(CAROL, each).get();

        assertThatThrownBy(() -> create(CAROL, "d").get())
                .hasMessageContaining("3 is the most of counter_names; delete one, or raise that of LANES");
        assertThatThrownBy(() -> create(ALICE, "d").get()).hasMessageContaining("3 is the most of counter_names");
        create(BOB, "a").get();
        assertThat(held(ALICE)).contains("a:", "b:", "c:").doesNotContain("d:");
        assertThat(names.get(ALICE).refused()).isEqualTo(2);

        counters.get(CAROL).deleteCounter("b");
        create(CAROL, "d").get();
        assertThat(held(ALICE)).contains("a:", "c:", "d:").doesNotContain("b:");
    }

    /** They would be given names without end by one that says it is the first. */
    @Test
    void backupLeavesOutWhatDoesNotFitAndTakesNewValuesOfTheOthers() throws Exception {
        for (int i = 0; i < 10; i++) carry(CAROL, counter(update("junk" + i, 1)));

        assertThat(held(BOB)).contains("junk0:", "junk1:", "junk2:").doesNotContain("junk3:");
        assertThat(names.get(BOB).refused()).isEqualTo(7);
        carry(CAROL, counter(update("junk1", 9)));
        assertThat(held(BOB)).contains("junk1: 9");
    }

    @Test
    void whoAsksAllTakesAsMuchAsFitsOfEachAnswerOnce() throws Exception {
        List<Message> seen = new ArrayList<>();
        CounterNames ofBob = names.get(BOB);
        create(ALICE, "a").get(); // of which bob is the backup

        ofBob.receive(answer(ALICE, "x"), seen::add);
        assertThat(seen).as("nobody has asked").isEmpty();

        ofBob.sent(counter(new byte[] {1, 6, 0, 0, 0, 0}));
        ofBob.receive(answer(ALICE, "b", "a"), seen::add);
        ofBob.receive(answer(CAROL, "c", "b", "d", "a", "e"), seen::add);
        ofBob.receive(answer(CAROL, "f"), seen::add);

        assertThat(seen.stream().map(CounterNamesTest::bytes))
                .containsExactly(bytes(answer(ALICE, "b", "a")), bytes(answer(CAROL, "c", "b", "a")));
        assertThat(ofBob.refused()).isEqualTo(3);
    }

    private static List<Byte> bytes(Message message) {
        List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < message.getLength(); i++) bytes.add(message.getArray()[message.getOffset() + i]);
        return bytes;
    }

    private static byte[] update(String name, int value) throws IOException {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(64);
        out.write(new byte[] {1, 5});
        Bits.writeString(name, out);
        Bits.writeLongCompressed(value, out);
        Bits.writeLongCompressed(value, out);
        return Arrays.copyOf(out.buffer(), out.position());
    }

    /** Value and version of a counter follow from its name, so that they can be told apart. */
    private Message answer(Address from, String... held) throws IOException {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(64);
        out.write(new byte[] {2, 2});
        out.writeInt(held.length);
        for (String each : held) Bits.writeString(each, out);
        for (String each : held) Bits.writeLongCompressed(each.charAt(0), out);
        for (String each : held) Bits.writeLongCompressed(1_000L + each.charAt(0), out);
        return counter(Arrays.copyOf(out.buffer(), out.position())).setSrc(from);
    }

    private Message counter(byte[] bytes) {
        short id = counters.get(BOB).getId();
        return new BytesMessage(null, bytes).putHeader(id, new COUNTER.CounterHeader());
    }

    @Test
    void moreThanOneMessageHoldsIsRefused() {
        assertThat(CounterNames.requireFitting(1_024, 1 << 20)).isEqualTo(1_024);
        for (int wrong : List.of(0, 4_000, 4_097)) {
            assertThatThrownBy(() -> CounterNames.requireFitting(wrong, 1 << 20))
                    .hasMessageContaining("LANES counter_names: " + wrong);
        }
        assertThat(CounterNames.requireFitting(4_096, 2 << 20)).isEqualTo(4_096);
    }
}

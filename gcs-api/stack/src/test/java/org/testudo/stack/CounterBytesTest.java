package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.blocks.atomic.AsyncCounter;
import org.jgroups.protocols.COUNTER;
import org.jgroups.stack.Protocol;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.MalformedException;

/** What COUNTER itself says is let through, and nothing else of what a member may say in its place. */
class CounterBytesTest {
    private static final Address ALICE = new UUID(1, 1);
    private static final Address BOB = new UUID(2, 2);

    /** Two of JGroups' own, each connected to the other, with all that they say. */
    private final List<byte[]> said = new ArrayList<>();

    private final COUNTER alice = counter(ALICE);
    private final COUNTER bob = counter(BOB);

    private COUNTER counter(Address self) {
        COUNTER counter = new COUNTER();
        counter.setAddress(self);
        counter.setDownProtocol(new Protocol() {
            @Override
            public Object down(Message message) {
                byte[] bytes = Arrays.copyOfRange(
                        message.getArray(), message.getOffset(), message.getOffset() + message.getLength());
                said.add(bytes);
                for (COUNTER each : List.of(alice, bob)) {
                    Address address = each == alice ? ALICE : BOB;
                    if (message.dest() != null && !message.dest().equals(address)) continue;
                    each.up(new BytesMessage(address, bytes)
                            .setSrc(self)
                            .putHeader(each.getId(), new COUNTER.CounterHeader()));
                }
                return null;
            }
        });
        counter.setUpProtocol(new Protocol() {
            @Override
            public Object up(Event event) {
                return null;
            }
        });
        return counter;
    }

    private void talk() throws Exception {
        View view = View.create(ALICE, 1, ALICE, BOB);
        for (COUNTER each : List.of(alice, bob)) each.up(new Event(Event.VIEW_CHANGE, view));
        AsyncCounter counter =
                bob.getOrCreateAsyncCounter("c", 5).toCompletableFuture().get();
        assertThat(counter.addAndGet(3).toCompletableFuture().get()).isEqualTo(8);
        counter.set(Long.MIN_VALUE).toCompletableFuture().get();
        counter.compareAndSwap(Long.MIN_VALUE, 4).toCompletableFuture().get();
        bob.deleteCounter("c");
        assertThat(counter.addAndGet(1).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void whatCounterSaysIsLetThrough() throws Exception {
        talk();

        assertThat(said).hasSizeGreaterThan(9);
        for (byte[] each : said) CounterBytes.check(each, 0, each.length);
        assertThat(said).anyMatch(it -> CounterBytes.isAnswer(it, 0, it.length));
        byte[] reconciliation = {1, 6, 0, 0, 0, 1, 1, 0, 1, 'c', 1, 7, 0};
        CounterBytes.check(reconciliation, 0, reconciliation.length);
        CounterBytes.check(new byte[] {9, 1, 7, 9}, 1, 2);
        for (byte[] each : said) lookThrough(each);
    }

    /** Its reading makes an object of the class that is named. */
    @Test
    void functionsAreNotLetThrough() {
        assertMalformed(new byte[] {1, 8});
        assertMalformed(new byte[] {2, 3});
        assertMalformed(new byte[] {1, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9, 1, 0, 1, 'c', 0});
    }

    @Test
    void countsThatLieAndAddressesOfOtherKindsAreMalformed() {
        assertMalformed(new byte[] {1, 6, 127, -1, -1, -1});
        assertMalformed(new byte[] {2, 2, 0, 0, 16, 1});
        assertMalformed(new byte[] {1, 6, -1, -1, -1, -1});
        assertMalformed(new byte[] {2, 0, 0, 0, 0});
        assertMalformed(new byte[] {1, 5, 1, 1, 1, 0});
        assertMalformed(new byte[] {1, 5, 1, 0, 1, 'c', 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0});
        assertMalformed(new byte[] {1, 6, 0, 0, 0, 1, 1, 0, 1, (byte) 0x80, 1, 7, 0});
        assertMalformed(new byte[] {3});
        assertMalformed(new byte[0]);
    }

    @Test
    void whatIsCutOrLengthenedIsMalformedAndNoiseIsOneOrTheOther() throws Exception {
        talk();
        said.add(new byte[] {2, 2, 0, 0, 0, 2, 1, 0, 1, 'c', 1, 0, 1, 'd', 1, 7, 1, 8, 1, 5, 0});
        Random random = new Random(1);
        for (byte[] whole : List.copyOf(said)) {
            for (int length = 0; length < whole.length; length++) assertMalformed(Arrays.copyOf(whole, length));
            assertMalformed(Arrays.copyOf(whole, whole.length + 1));
            for (int i = 0; i < 1_000; i++) {
                byte[] noise = whole.clone();
                for (int j = 0; j < 2; j++) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                try {
                    CounterBytes.check(noise, 0, noise.length);
                    lookThrough(noise);
                } catch (MalformedException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    /** What is let through can be looked into, also where it does not begin with the array. */
    private static void lookThrough(byte[] bytes) throws Exception {
        byte[] shifted = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, shifted, 1, bytes.length);
        Message message = new BytesMessage(ALICE, shifted, 1, bytes.length);
        CounterBytes.made(message);
        if (CounterBytes.tellsAll(message))
            assertThat(CounterBytes.only(message, name -> true)).isEqualTo(bytes);
        if (!CounterBytes.asksForOne(message)) return;
        byte[] failure = CounterBytes.failure(message, "why");
        CounterBytes.check(failure, 0, failure.length);
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> CounterBytes.check(bytes, 0, bytes.length)).isInstanceOf(MalformedException.class);
    }
}

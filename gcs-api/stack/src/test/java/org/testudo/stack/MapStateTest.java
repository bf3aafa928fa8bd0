package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jgroups.blocks.RpcDispatcher;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.WireWriter;

/** Equal maps have equal states, whatever they have gone through. */
class MapStateTest {
    private final JChannel channel = channel();

    private static JChannel channel() {
        try {
            return new JChannel(new LoopbackTransport(LoopbackTransport.MEMBERS.get(0), null));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ReplicatedHashMap<Object, Object> map() {
        return new ReplicatedHashMap<>(channel);
    }

    private static byte[] written(ReplicatedHashMap<Object, Object> map) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MapState(map).write(out);
        return out.toByteArray();
    }

    private static void read(ReplicatedHashMap<Object, Object> map, byte[] state) throws IOException {
        new MapState(map).read(new ByteArrayInputStream(state));
    }

    @Test
    void equalMapsAreWrittenAlikeWhateverTheyHaveGoneThrough() throws Exception {
        List<Integer> numbers = IntStream.range(0, 2_000).boxed().collect(java.util.stream.Collectors.toList());
        ReplicatedHashMap<Object, Object> one = map();
        for (Integer each : numbers) one._put("key" + each, each);
        Collections.reverse(numbers);
        ReplicatedHashMap<Object, Object> other = new ReplicatedHashMap<>(new ConcurrentHashMap<>(1 << 16), channel);
        for (Integer each : numbers) other._put(new String("key" + each), each);
        for (int i = 0; i < 500; i++) other._put("gone" + i, i);
        for (int i = 0; i < 500; i++) other._remove("gone" + i);
        ReplicatedHashMap<Object, Object> restored = map();
        read(restored, written(one));

        assertThat(written(other)).isEqualTo(written(one));
        assertThat(written(restored)).isEqualTo(written(one));
        restored._put("key7", 8);
        assertThat(written(restored)).isNotEqualTo(written(one));
    }

    /** What JGroups itself writes and takes would not do: this is why there is another form. */
    @Test
    void stateReplacesWhatTheMapHas() throws Exception {
        ReplicatedHashMap<Object, Object> one = map();
        one._put("a", List.of(1, "x"));
        ReplicatedHashMap<Object, Object> other = map();
        other._put("old", 1);

        read(other, written(one));
        assertThat(other.keySet()).containsExactly("a");
        assertThat(other.get("a")).isEqualTo(List.of(1, "x"));
        read(other, written(map()));
        assertThat(other).isEmpty();

        ByteArrayOutputStream stock = new ByteArrayOutputStream();
        one.getState(stock);
        other._put("old", 1);
        other.setState(new ByteArrayInputStream(stock.toByteArray()));
        assertThat(other.keySet()).containsExactlyInAnyOrder("a", "old");
    }

    @Test
    void whatIsNoStateIsRefusedAndChangesNothing() throws Exception {
        ReplicatedHashMap<Object, Object> map = map();
        map._put("a", 1);
        byte[] whole = written(map);
        ByteArrayOutputStream stock = new ByteArrayOutputStream();
        map.getState(stock);

        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(map, part)).hasMessageContaining("not the state of a replicated map");
        }
        assertThatThrownBy(() -> read(map, stock.toByteArray())).isInstanceOf(IOException.class);
        assertThat(map.get("a")).isEqualTo(1);
        map._put("date", new Date());
        assertThatThrownBy(() -> written(map)).hasMessageContaining("is not carried");
    }

    /** As a key that is equal to no other it would be one more at a member that was given the state. */
    @Test
    void stateHasOnlyKeysThatAreEqualAtAllMembers() {
        for (Object key : List.of(new byte[1], new UUID(1, 1), List.of("a"))) {
            ReplicatedHashMap<Object, Object> map = map();
            map._put(key, 1);
            assertThatThrownBy(() -> written(map))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("as a key of a map");

            byte[] state = WireWriter.bytes(out -> {
                out.writeInt(1);
                PlainValue.write(key, out);
                PlainValue.write(1, out);
            });
            assertThatThrownBy(() -> read(map(), state))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not the state of a replicated map: a ");
        }
    }

    @Test
    void callsThatWouldGiveAMapAnotherKeyAreRefused() {
        List<Object> keys = java.util.Arrays.asList(new byte[1], new UUID(1, 1), List.of("a"), Map.of("a", 1), null);
        for (Object key : keys) {
            for (String method : List.of("_put", "_putIfAbsent", "_remove", "_replace")) {
                Object[] arguments = {key, 1, 2};
                assertThatThrownBy(() -> MapState.requireKeys(method, arguments))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("as a key of a map");
            }
            Object[] all = {Collections.singletonMap(key, 1)};
            assertThatThrownBy(() -> MapState.requireKeys("_putAll", all)).hasMessageContaining("as a key of a map");
        }
        MapState.requireKeys("_put", new Object[] {"a", new byte[1]});
        MapState.requireKeys("_remove", new Object[] {5L});
        MapState.requireKeys("_putAll", new Object[] {Map.of("a", 1, "b", 2)});
        MapState.requireKeys("_clear", null);
        MapState.requireKeys("_clear", new Object[0]);
        MapState.requireKeys("containsValue", new Object[] {new byte[1]});
    }

    @Test
    void mapIsFoundBehindItsDispatcherAndNothingElseIs() throws Exception {
        ReplicatedHashMap<Object, Object> map = map();
        map._put("a", 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MapState.behind(channel.getUpHandler()).orElseThrow().pass(new Event(Event.STATE_TRANSFER_OUTPUTSTREAM, out));
        assertThat(out.toByteArray()).isEqualTo(written(map));

        JChannel other = channel();
        new RpcDispatcher(other, new Receiver() {});
        assertThat(MapState.behind(other.getUpHandler())).isEmpty();
        JChannel third = channel();
        new MessageDispatcher(third);
        assertThat(MapState.behind(third.getUpHandler())).isEmpty();
        JChannel fourth = channel();
        new ReplicatedHashMap<Object, Object>(fourth) {
            @Override
            public void getState(OutputStream stream) {}
        };
        assertThat(MapState.behind(fourth.getUpHandler())).isEmpty();
    }
}

package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.protocols.TpHeader;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.UUID;
import org.jgroups.util.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.stack.Ids;

/** SICP in the place of {@code TCP} under a stock stack from plain XML (SICP-2 to SICP-4). */
@Timeout(90)
class StockStackTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final MemberId ALICE = new MemberId("alice");

    @TempDir
    private Path folder;

    private StockGroup group;

    @BeforeEach
    void makeKeys() throws Exception {
        group = new StockGroup(folder, "alice", "bob", "mallory");
    }

    @AfterEach
    void stopMembers() {
        group.close();
    }

    @Test
    void stockChannelsFormAViewAndExchangeMessagesOfEveryKind() throws Exception {
        StockGroup.Member alice = group.start("alice");
        StockGroup.Member bob = group.start("bob");
        StockGroup.Member carol = group.start("mallory");
        await().atMost(SOON).until(() -> StockGroup.allSee(3, alice, bob, carol));
        String large = "x".repeat(300_000);

        for (int i = 0; i < 100; i++) alice.channel().send(null, ("" + i).getBytes());
        alice.channel().send(bob.channel().getAddress(), "to one");
        bob.channel().send(null, large.getBytes());
        bob.channel().send(new BytesMessage(null, "out of band".getBytes()).setFlag(Message.Flag.OOB));

        for (StockGroup.Member each : List.of(alice, bob, carol)) {
            await().atMost(SOON)
                    .until(() -> each.got().containsAll(List.of("alice:99", "bob:" + large, "bob:out of band")));
            assertThat(each.got().stream()
                            .filter(it -> it.matches("alice:\\d+"))
                            .toList())
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 100)
                            .mapToObj(i -> "alice:" + i)
                            .toList());
        }
        await().atMost(SOON).until(() -> bob.got().contains("alice:to one"));
        assertThat(carol.got()).doesNotContain("alice:to one");
        assertThat(alice.sicp().getViolations() + bob.sicp().getViolations()).isZero();
    }

    @Test
    void sequencerOrdersBytesOverIt() throws Exception {
        StockGroup.Member alice = group.start("alice", group.xml("alice", "<SEQUENCER/>"));
        StockGroup.Member bob = group.start("bob", group.xml("bob", "<SEQUENCER/>"));
        await().atMost(SOON).until(() -> StockGroup.allSee(2, alice, bob));

        for (int i = 0; i < 50; i++) {
            alice.channel().send(null, ("" + i).getBytes());
            bob.channel().send(null, ("" + i).getBytes());
        }

        await().atMost(SOON).until(() -> alice.got().size() == 100 && bob.got().size() == 100);
        assertThat(List.copyOf(bob.got())).isEqualTo(List.copyOf(alice.got()));
        assertThatThrownBy(() -> bob.channel().send(null, "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("SEQUENCER", "BytesMessage");
    }

    /** To a stock protocol a member under its old address is the one it knew: its first messages would be duplicates. */
    @Test
    void memberThatCrashedComesBackUnderAnAddressOfItsNewStart() throws Exception {
        StockGroup.Member alice = group.start("alice");
        StockGroup.Member bob = group.start("bob");
        await().atMost(SOON).until(() -> StockGroup.allSee(2, alice, bob));
        bob.channel().send(alice.channel().getAddress(), "first life");
        await().atMost(SOON).until(() -> alice.got().contains("bob:first life"));

        bob.sicp().stop();
        StockGroup.Member again = group.start("bob");
        again.channel().send(null, "second life".getBytes());

        await().atMost(SOON).until(() -> alice.got().contains("bob:second life"));
        await().atMost(SOON).until(() -> StockGroup.allSee(2, alice, again));
        assertThat(again.channel().getAddress()).isNotEqualTo(bob.channel().getAddress());
        alice.channel().send(again.channel().getAddress(), "welcome");
        await().atMost(SOON).until(() -> again.got().contains("alice:welcome"));
    }

    @Test
    void messageInAnothersNameIsNotSent() throws Exception {
        StockGroup.Member alice = group.start("alice");
        StockGroup.Member bob = group.start("bob");
        await().atMost(SOON).until(() -> StockGroup.allSee(2, alice, bob));

        Address forged = alice.channel().getAddress();
        bob.sicp().down(new BytesMessage(null, "alice says".getBytes()).setSrc(forged));
        bob.channel().send(null, "end".getBytes());

        await().atMost(SOON).until(() -> alice.got().contains("bob:end"));
        assertThat(alice.got()).noneMatch(it -> it.endsWith("alice says"));
        assertThat(bob.sicp().getForeignMessages()).isEqualTo(1);
    }

    /** What a member alters below SICP cannot name a source either: there is no field for it. */
    @Test
    void everythingThatAMemberSendsIsInItsOwnName() throws Exception {
        StockGroup.Member alice = group.start("alice");
        Links mallory = liar();

        mallory.send(
                ALICE,
                Packet.of(
                        Ids.SICP,
                        message(out ->
                                out.writeByte(0).writeByte(0).writeByte(1).writeBytes("hi".getBytes()))));

        await().atMost(SOON).until(() -> alice.got().contains("mallory:hi"));
    }

    @Test
    void stockMessageWithAForgedSourceIsRefusedCountedAndReported() throws Exception {
        StockGroup.Member alice = group.start("alice");
        Links mallory = liar();
        Message forged = new BytesMessage(alice.channel().getAddress(), "from bob".getBytes())
                .setSrc(new UUID(1, 2))
                .putHeader(alice.sicp().getId(), new TpHeader("payments"));
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
        Util.writeMessage(forged, out, false);

        mallory.send(ALICE, Packet.of(Ids.SICP, Arrays.copyOf(out.buffer(), out.position())));

        assertRefused(alice, "a message out of order");
    }

    @Test
    void headerThatNoLayerOfTheStackHasIsRefusedBeforeItsClassIsMade() throws Exception {
        EvilHeader.register();
        StockGroup.Member alice = group.start("alice");
        Links mallory = liar();
        int made = EvilHeader.MADE.get();

        mallory.send(
                ALICE,
                Packet.of(
                        Ids.SICP,
                        message(out -> out.writeByte(1)
                                .writeShort(EvilHeader.ID)
                                .writeBytes(new byte[0])
                                .writeByte(0)
                                .writeByte(0))));

        assertRefused(alice, "header of protocol " + EvilHeader.ID);
        assertThat(EvilHeader.MADE).hasValue(made);
        assertThat(alice.got()).isEmpty();
    }

    @Test
    void objectIsRefusedToItsSenderAndLeavesNoGap() throws Exception {
        StockGroup.Member alice = group.start("alice");
        StockGroup.Member bob = group.start("bob");
        await().atMost(SOON).until(() -> StockGroup.allSee(2, alice, bob));

        assertThatThrownBy(() -> bob.channel().send(null, new Date()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.Date");
        assertThatThrownBy(() -> bob.channel().send(null, "y".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FRAG2");
        bob.channel().send(null, "after");

        await().atMost(SOON).until(() -> alice.got().contains("bob:after"));
    }

    @Test
    void missingMembersAreNamed() {
        String xml = group.xml("alice", "").replaceAll("members=\"[^\"]*\"", "");

        assertThatThrownBy(() -> group.start("alice", xml)).hasStackTraceContaining("SICP members: is missing");
    }

    /** SICP-2: a port at which nobody is authenticated would undo what this transport is for. */
    @Test
    void protocolsThatListenForThemselvesAreRefused() {
        List<String> listening = List.of("FD_SOCK2", "pbcast.STATE_SOCK", "MPING", "BPING", "STOMP", "relay.RELAY2");
        for (String each : listening) {
            String place = each.equals("pbcast.STATE_SOCK") ? "<UFC" : "<MERGE3";
            String xml = group.xml("alice", "").replaceFirst(place, "<" + each + "/>\n    " + place);

            assertThatThrownBy(() -> group.start("alice", xml))
                    .as(each)
                    .hasStackTraceContaining("SICP: " + each.replaceFirst(".*\\.", "") + " opens a port of its own");
        }
    }

    @Test
    void viewsAreStockViews() throws Exception {
        StockGroup.Member alice = group.start("alice");
        StockGroup.Member bob = group.start("bob");
        await().atMost(SOON).until(() -> StockGroup.allSee(2, alice, bob));

        bob.channel().close();

        await().atMost(SOON).until(() -> alice.sees(1));
        View view = alice.channel().getView();
        assertThat(view.getMembers()).containsExactly(alice.channel().getAddress());
    }

    private Links liar() {
        Links mallory = group.liar("mallory");
        await().atMost(SOON)
                .until(() -> mallory.status().stream().anyMatch(it -> it.peer().equals(ALICE) && it.connected()));
        return mallory;
    }

    /** A message to all of format 1 without flags, from the number of its headers on as said. */
    private static byte[] message(Consumer<WireWriter> rest) {
        return WireWriter.bytes(out -> rest.accept(out.writeByte(1).writeByte(0).writeShort(0)));
    }

    private static void assertRefused(StockGroup.Member member, String why) {
        await().atMost(SOON).until(() -> member.sicp().getViolations() > 0);
        await().atMost(SOON)
                .until(() -> member.sicp().refusals().stream()
                        .anyMatch(it -> it.startsWith("mallory: ") && it.contains(why)));
    }
}

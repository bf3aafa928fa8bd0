package org.testudo.gacp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.Offered;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.WireWriter;

/** AB-22, AB-23: sessions and answers as of a slot are the same at all members, however far ahead each of them is. */
class CheckpointedAnswersTest {
    private static final Tick NOW = new Tick(Duration.ZERO, Instant.EPOCH);
    private static final GroupLife LIFE = new GroupLife(Digest.ZERO, Digest.ZERO);
    /** Results of which not all are kept in full. */
    private static final GacpLimits LIMITS = new GacpLimits(3, 100, 10, 40);

    private static final BigInteger OFFICE = BigInteger.valueOf(7);
    private static final Origin ALICE = client("alice");
    private static final Origin CAROL = client("carol");

    /** Each list is a slot, from slot 1. */
    private static final List<List<Request>> ORDER = List.of(
            List.of(opening(ALICE), opening(CAROL)),
            List.of(operation(ALICE, 2), operation(CAROL, 2)),
            List.of(operation(ALICE, 3)),
            List.of(operation(ALICE, 4), closing(CAROL, 3)),
            List.of(operation(ALICE, 5), opening(client("dave"))));

    private final GacpCore prompt = new GacpCore(LIMITS);
    private final GacpCore slow = new GacpCore(LIMITS);

    private static Origin client(String name) {
        byte[] key = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), StatementKey.LENGTH);
        return new Origin(new Principal(Principal.Kind.CLIENT, name), StatementKey.fromBytes(key), 1);
    }

    private static Request opening(Origin client) {
        BigInteger own = BigInteger.valueOf(client.principal().name().charAt(0));
        byte[] card = WireWriter.bytes(new CertificateSerials(own, Optional.of(OFFICE))::write);
        return new Request(client, 1, RequestClass.SESSION, card);
    }

    private static Request closing(Origin client, long number) {
        return new Request(client, number, RequestClass.SESSION, new byte[0]);
    }

    private static Request operation(Origin client, long number) {
        return new Request(client, number, RequestClass.APPLICATION, new byte[] {(byte) number});
    }

    private static List<Action<GacpMessage>> deliver(GacpCore core, int slot) {
        return core.on(
                NOW,
                new Event.Delivered<>(new SlotDelivery(slot, 1, 0, Instant.EPOCH, Digest.ZERO, ORDER.get(slot - 1))));
    }

    private static List<Action<GacpMessage>> execute(GacpCore core, int slot) {
        List<Executed.Answer> answers = new ArrayList<>();
        for (Request each : ORDER.get(slot - 1)) {
            byte[] result = ("result of " + each.number()).getBytes(StandardCharsets.UTF_8);
            if (each.kind() == RequestClass.APPLICATION) answers.add(new Executed.Answer(each, result, false));
        }
        if (!answers.isEmpty()) core.on(NOW, new Event.Noticed<>(new Executed(slot, answers)));
        return core.on(NOW, new Event.Applied<>(slot, Digest.ZERO));
    }

    private static List<Action<GacpMessage>> due(GacpCore core, int slot) {
        return core.on(NOW, new Event.Noticed<>(new CheckpointDue(slot)));
    }

    private static Snapshot share(List<Action<GacpMessage>> actions) {
        return actions.stream()
                .filter(Action.Announce.class::isInstance)
                .map(each -> ((Action.Announce<GacpMessage>) each).notice())
                .filter(StateShare.class::isInstance)
                .map(each -> ((StateShare) each).share())
                .findFirst()
                .orElseThrow();
    }

    private static Answered answered(List<Action<GacpMessage>> actions) {
        assertThat(actions).hasSize(1);
        return (Answered) ((Action.Announce<GacpMessage>) actions.get(0)).notice();
    }

    /** The share of a member that executes each slot at once, asked for before the slot. */
    private Snapshot promptly(int until) {
        List<Action<GacpMessage>> last = List.of();
        for (int slot = 1; slot <= until; slot++) {
            if (slot == until) due(prompt, slot);
            deliver(prompt, slot);
            last = execute(prompt, slot);
        }
        return share(last);
    }

    @Test
    void theShareAsOfASlotIsTheSameHoweverFarAheadTheOrderIs() {
        for (int slot = 1; slot <= 5; slot++) {
            deliver(slow, slot);
            if (slot == 4) due(slow, slot);
        }
        for (int slot = 1; slot <= 3; slot++) execute(slow, slot);
        Snapshot late = share(execute(slow, 4));

        assertThat(late.root()).isEqualTo(promptly(4).root());
    }

    @Test
    void theShareIsGivenAlsoWhenItIsAskedForAfterTheSlotWasExecuted() {
        for (int slot = 1; slot <= 4; slot++) {
            deliver(slow, slot);
            execute(slow, slot);
        }

        assertThat(share(due(slow, 4)).root()).isEqualTo(promptly(4).root());
    }

    @Test
    void whoWasGivenTheStateAnswersAgainAndComputesTheSameFromThereOn() {
        Snapshot share = promptly(4);
        GacpCore given = new GacpCore(LIMITS);
        TreeMap<String, Snapshot> shares = new TreeMap<>();
        shares.put(HoldsState.CLIENTS, share);
        given.on(NOW, new Event.Noticed<>(new StateRestored(4, Digest.ZERO, Instant.EPOCH, shares, List.of(), 0)));

        Signature signature = Signature.fromBytes(new byte[Signature.LENGTH]);
        Offered again = new Offered(operation(ALICE, 4).signed(Lives.only(LIFE), signature));
        Answered one = answered(given.on(NOW, new Event.Noticed<>(again)));
        Answered other = answered(prompt.on(NOW, new Event.Noticed<>(again)));
        assertThat(one.reply()).isEqualTo(other.reply());
        assertThat(one.result().orElseThrow()).isEqualTo(other.result().orElseThrow());

        for (GacpCore each : List.of(given, prompt)) {
            due(each, 5);
            deliver(each, 5);
        }
        assertThat(share(execute(given, 5)).root())
                .isEqualTo(share(execute(prompt, 5)).root());
    }

    /** SICP-11: the sessions of a revoked key end after the slot of the CRL, at however many slots the order is ahead. */
    @Test
    void theShareKnowsNoSessionsOfARevokedKeyHoweverFarAheadTheOrderIs() {
        revoked(new Revocation(BigInteger.ONE, Optional.of(Bearer.of(ALICE))));
    }

    /** The same of those that a card of a revoked certificate has opened: its own, or that of the authority in between. */
    @Test
    void theShareKnowsNoSessionsOfARevokedCertificateHoweverFarAheadTheOrderIs() {
        revoked(new Revocation(BigInteger.valueOf('a'), Optional.empty()));
    }

    @Test
    void theShareKnowsNoSessionsOfARevokedAuthorityHoweverFarAheadTheOrderIs() {
        revoked(new Revocation(OFFICE, Optional.empty()));
    }

    private void revoked(Revocation entry) {
        RevocationList list = new RevocationList(1, List.of(entry));
        for (int slot = 1; slot <= 4; slot++) {
            deliver(slow, slot);
            if (slot == 3) slow.on(NOW, new Event.Noticed<>(new RevocationsInForce(3, list)));
        }
        due(slow, 4);
        for (int slot = 1; slot <= 3; slot++) execute(slow, slot);
        Snapshot late = share(execute(slow, 4));
        for (int slot = 1; slot <= 4; slot++) {
            deliver(prompt, slot);
            if (slot == 3) prompt.on(NOW, new Event.Noticed<>(new RevocationsInForce(3, list)));
            execute(prompt, slot);
        }

        assertThat(late.root()).isEqualTo(share(due(prompt, 4)).root());
        assertThat(late.root())
                .isNotEqualTo(new CheckpointedAnswersTest().promptly(4).root());
    }

    /** By another version, say. To go on with sessions that are not the group's would answer clients wrongly for ever. */
    @Test
    void whoCannotReadTheGroupsSessionsSaysSoAndServesNoClientUntilItStartsAgain() {
        TreeMap<String, Snapshot> shares = new TreeMap<>();
        shares.put(HoldsState.CLIENTS, Snapshot.of(new byte[] {1}));
        List<Notice> said = announced(slow.on(
                NOW, new Event.Noticed<>(new StateRestored(4, Digest.ZERO, Instant.EPOCH, shares, List.of(), 0))));

        assertThat(said)
                .contains(new HoldsState(HoldsState.CLIENTS, false))
                .anySatisfy(notice -> assertThat(notice.describe()).contains("the group's state", "sessions"));

        deliver(slow, 5);
        slow.on(NOW, new Event.Noticed<>(new ServiceResumed(1)));
        Signature signature = Signature.fromBytes(new byte[Signature.LENGTH]);
        Offered opening = new Offered(opening(client("erin")).signed(Lives.only(LIFE), signature));
        assertThat(announced(slow.on(NOW, new Event.Noticed<>(opening))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Rejected.class, it -> assertThat(it.why()).isEqualTo(Rejection.NOT_IN_SERVICE));
    }

    private static List<Notice> announced(List<Action<GacpMessage>> actions) {
        return actions.stream()
                .filter(Action.Announce.class::isInstance)
                .map(each -> ((Action.Announce<GacpMessage>) each).notice())
                .toList();
    }

    @Test
    void whatWasUnderWayBeforeTheStateCountsForNothing() {
        Snapshot share = promptly(4);
        deliver(slow, 1);
        TreeMap<String, Snapshot> shares = new TreeMap<>();
        shares.put(HoldsState.CLIENTS, share);
        slow.on(NOW, new Event.Noticed<>(new StateRestored(4, Digest.ZERO, Instant.EPOCH, shares, List.of(), 0)));

        assertThat(deliver(slow, 2)).isEmpty();
        execute(slow, 1);
        assertThat(share(due(slow, 4)).root()).isEqualTo(share.root());
    }
}

package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.instruct;
import static org.testudo.membership.core.Founders.join;
import static org.testudo.membership.core.Founders.key;
import static org.testudo.membership.core.Founders.keysOf;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.slot;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.recovery.CertifiedState;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** GM-6: an excluded member comes back under a new key and with operators' pardon, and in no other way. */
class PardonTest {
    private static final MemberId DAVE = member("dave");
    private static final StatementKey NEW = key("dave's new key");
    private static final Digest CERTIFICATE = Digest.of(out -> out.writeText("dave's new certificate"));
    private static final Instant ISSUED = Instant.parse("2026-01-01T11:00:00Z");
    private static final long START = 50;

    private final Founders founders = Founders.sevenWithOperators();
    private final MembershipState state = founders.stateInViewOne();
    private final List<ViewCertificate> passed = new ArrayList<>();
    private long slot = 1;
    private long number;

    @Test
    void pardonedMemberIsExcludedNoLongerAndMayJoinUnderItsNewKey() {
        exclude();
        ViewRecord pardon = pardon(NEW).next().orElseThrow();

        assertThat(pardon.reason()).isEqualTo("dave pardoned by operators olga, otto, instruction 2");
        assertThat(pardon.excluded(DAVE)).isFalse();
        assertThat(names(pardon)).doesNotContain("dave");
        assertThat(pardon.charter().roster())
                .isNotEqualTo(founders.genesis.firstView().charter().roster());
        ViewRecord back = applied(joinUnder(NEW, START)).next().orElseThrow();
        Occupant dave = back.occupant(DAVE).orElseThrow();
        assertThat(dave.statementKey()).isEqualTo(NEW);
        assertThat(dave.certificate()).isEqualTo(CERTIFICATE);
        assertThat(dave.sensors()).extracting(each -> each.id()).containsExactly("s-dave");
    }

    @Test
    void newKeyAloneComesNotBack() {
        exclude();

        assertThat(applied(joinUnder(NEW, START)).next()).isEmpty();
    }

    @Test
    void formerKeyNeverCountsAgain() {
        exclude();
        pardon(NEW);

        assertThat(applied(join("dave", START)).next()).isEmpty();
        applied(joinUnder(NEW, START));
        assertThat(applied(join("dave", START + 1)).next()).isEmpty();
        assertThat(state.starts().hasFormerKey(origin("dave", START + 1))).isTrue();
        assertThat(state.starts().isOnRoster(origin("dave", START + 1))).isFalse();
    }

    /** A start that claimed the last of all numbers would keep the name out for good. */
    @Test
    void startsUnderTheFormerKeyDoNotCountAgainstTheNew() {
        applied(join("dave", Long.MAX_VALUE));
        exclude();
        pardon(NEW);

        assertThat(applied(joinUnder(NEW, START)).next()).isPresent();
    }

    @Test
    void pardonNeedsANewKeyThatIsNobodyElses() {
        exclude();

        assertThat(verdict(pardon(key("dave")))).isEqualTo("no effect: it needs a new key");
        assertThat(verdict(pardon(key("alice")))).isEqualTo("no effect: the key is another's");
        assertThat(verdict(pardon(key("s-bob")))).isEqualTo("no effect: the key is another's");
        assertThat(verdict(pardon(key("olga")))).isEqualTo("no effect: the key is another's");
        assertThat(state.record().excluded(DAVE)).isTrue();
    }

    @Test
    void whoIsExcludedOnceMoreComesBackUnderNoneOfItsFormerKeys() {
        exclude();
        pardon(NEW);
        exclude();

        assertThat(verdict(pardon(NEW))).isEqualTo("no effect: it needs a new key");
        assertThat(verdict(pardon(key("dave")))).isEqualTo("no effect: it needs a new key");
        assertThat(verdict(pardon(key("third")))).startsWith("no effect: its certificate is not newer than");
        assertThat(pardoned(key("third"), ISSUED.plusSeconds(1)).next()).isPresent();
    }

    @Test
    void keyThatIsRevokedIsNotPardoned() {
        exclude();
        Bearer bearer = new Bearer(Principal.of(DAVE), NEW);
        RevocationList list = new RevocationList(1, List.of(new Revocation(BigInteger.TEN, Optional.of(bearer))));
        applied(command(origin("alice"), new Command.Revoke(list, new byte[] {1})));

        assertThat(verdict(pardon(NEW)))
                .isEqualTo("no effect: the key, or a certificate that vouches for it, is revoked");
    }

    /** SICP-11: whoever stole the key of an authority in between could else certify what keys it likes. */
    @Test
    void cardThatRestsOnARevokedCertificateIsOfNoUse() {
        BigInteger stolen = BigInteger.valueOf(77);
        RevocationList list = new RevocationList(1, List.of(new Revocation(stolen, Optional.empty())));
        applied(instruct(++number, new Act.Revoke(new Command.Revoke(list, new byte[] {1})), "olga", "otto"));
        exclude();

        assertThat(verdict(pardoned(entry(NEW, ISSUED), card(BigInteger.ONE, Optional.of(stolen)))))
                .isEqualTo("no effect: the key, or a certificate that vouches for it, is revoked");
        assertThat(verdict(pardoned(entry(NEW, ISSUED), card(stolen, Optional.empty()))))
                .startsWith("no effect: the key");
        assertThat(verdict(pardoned(entry(NEW, ISSUED), card(BigInteger.ONE, Optional.of(BigInteger.TWO)))))
                .isEqualTo("dave pardoned");
    }

    /** AB-5: who relays an instruction with a card of another bearer, or another key, relays what nobody signed. */
    @Test
    void cardMustBeOfTheNameAndTheKeyThatArePardoned() {
        Act act = new Act.Pardon(entry(NEW, ISSUED), new byte[] {1});

        assertThat(act.claims()).containsExactly(new Claim.Certified(Principal.of(DAVE), NEW, new byte[] {1}));
        assertThat(new Command.Operate(new Instruction(1, NOON, act), List.of()).claims(founders.life))
                .containsAll(act.claims());
    }

    @Test
    void pardonOfTooFewOperatorsCountsForNothing() {
        exclude();
        Act act = new Act.Pardon(entry(NEW, ISSUED), new byte[] {1});

        assertThat(verdict(applied(instruct(2, act, "olga", "olga"))))
                .isEqualTo("approved by [olga], needed are 2 operators");
        assertThat(verdict(applied(instruct(2, act, "olga", "alice"))))
                .isEqualTo("approved by [olga], needed are 2 operators");
        assertThat(state.record().excluded(DAVE)).isTrue();
        assertThat(verdict(pardon(NEW))).isEqualTo("dave pardoned");
    }

    /** GM-24: a member kept the instruction, and brings it again when the name is excluded once more. */
    @Test
    void pardonIsCarriedOutOnceAndLiftsNoLaterExclusion() {
        exclude();
        Act act = new Act.Pardon(entry(NEW, ISSUED), new byte[] {1});
        Request kept = instruct(++number, act, "olga", "otto");

        assertThat(verdict(applied(kept))).isEqualTo("dave pardoned");
        assertThat(verdict(applied(kept))).isEqualTo("the next instruction has the number 3");
        exclude();
        assertThat(verdict(applied(kept))).isEqualTo("the next instruction has the number 4");
        assertThat(state.record().excluded(DAVE)).isTrue();
    }

    /** All that an excluded name had counts as somebody's. */
    @Test
    void keyOfAnotherExcludedMemberIsNoNewKey() {
        exclude();
        applied(instruct(++number, new Act.Exclude(member("erin")), "olga", "otto"));

        assertThat(verdict(pardon(key("erin")))).isEqualTo("no effect: the key is another's");
        applied(instruct(++number, pardonOf("erin", key("erin anew")), "olga", "otto"));
        assertThat(verdict(pardon(key("erin")))).isEqualTo("no effect: the key is another's");
        assertThat(verdict(pardon(key("erin anew")))).isEqualTo("no effect: the key is another's");
    }

    @Test
    void exclusionAndPardonInOneSlotTakeTheSeatAndTheKey() {
        Act pardon = new Act.Pardon(entry(NEW, ISSUED), new byte[] {1});

        ViewRecord next = applied(
                        instruct(1, new Act.Exclude(DAVE), "olga", "otto"),
                        instruct(2, pardon, "olga", "otto"),
                        join("dave", START))
                .next()
                .orElseThrow();

        assertThat(names(next)).doesNotContain("dave");
        assertThat(next.excluded(DAVE)).isFalse();
        assertThat(applied(join("dave", START)).next()).isEmpty();
        assertThat(applied(joinUnder(NEW, START)).next()).isPresent();
    }

    private static Act pardonOf(String name, StatementKey key) {
        return new Act.Pardon(new Pardoned(member(name), key, CERTIFICATE, ISSUED), new byte[] {1});
    }

    private static byte[] card(BigInteger holder, Optional<BigInteger> intermediate) {
        return WireWriter.bytes(new CertificateSerials(holder, intermediate)::write);
    }

    @Test
    void whoIsNotExcludedIsNotPardoned() {
        assertThat(verdict(pardon(NEW))).isEqualTo("no effect: dave is not excluded");
        assertThat(state.record().id()).isEqualTo(1);
    }

    /** GM-16: a new start washes nothing away; a pardon does. The bearer has said nothing false. */
    @Test
    void evidenceOfWhatWasDoneWithTheFormerKeyIsSettled() {
        exclude();
        pardon(NEW);
        applied(joinUnder(NEW, START));

        Outcome outcome = applied(founders.convict("alice", "dave", 1));

        assertThat(outcome.next()).isEmpty();
        assertThat(outcome.judged().get(0).verdict()).isEqualTo("the evidence convicts nobody");
        assertThat(names(state.record())).contains("alice", "dave");
    }

    @Test
    void pardonedMemberIsExcludedByOperatorsAsBefore() {
        exclude();
        pardon(NEW);
        applied(joinUnder(NEW, START));

        exclude();

        assertThat(state.record().excluded(DAVE)).isTrue();
        assertThat(state.starts().isOut(new Origin(Principal.of(DAVE), NEW, START), state.record()))
                .isTrue();
    }

    /**
     * Whoever replays the order with the new key passes by views in which its name is excluded, and by starts under the former
     * key, which may have claimed any number.
     */
    @Test
    void startUnderTheNewKeyIsNotTheOneThatIsOut() {
        MembershipState formed = founders.formed("alice", "bob", "carol", "dave", "erin", "frank", "grace");
        formed.apply(slot(2, 1, NOON, join("dave", Long.MAX_VALUE)));
        assertThat(formed.starts().superseded(origin("dave", START))).isTrue();
        assertThat(formed.starts().superseded(new Origin(Principal.of(DAVE), NEW, START)))
                .isFalse();
        assertThat(formed.starts().gone(new Origin(Principal.of(DAVE), NEW, Long.MAX_VALUE)))
                .isFalse();
        exclude();

        assertThat(state.starts().isOut(origin("dave"), state.record())).isTrue();
        assertThat(state.starts().isOut(new Origin(Principal.of(DAVE), NEW, START), state.record()))
                .isFalse();
    }

    @Test
    void othersAreToldUnderWhichKeyItComesBack() {
        exclude();
        Outcome outcome = pardon(NEW);

        assertThat(outcome.inForce())
                .singleElement()
                .satisfies(each -> assertThat(((InstructionsInForce) each).pardoned())
                        .containsExactly(new Pardoned(DAVE, NEW, CERTIFICATE, ISSUED)));
    }

    @Test
    void memberThatIsGivenTheStateKnowsWhoIsPardonedAndWhichKeysCountNoMore() throws Exception {
        exclude();
        pardon(NEW);
        MembershipState given = founders.stateInViewOne();

        given.restore(passed, state.share());

        assertThat(given.share().root()).isEqualTo(state.share().root());
        assertThat(given.starts().hasFormerKey(origin("dave"))).isTrue();
        assertThat(passed.get(0).record().excluded(DAVE)).isTrue();
        assertThat(given.starts()
                        .isOut(
                                new Origin(Principal.of(DAVE), NEW, START),
                                passed.get(0).record()))
                .as("the exclusion was lifted before the state that it was given")
                .isFalse();
        assertThat(given.starts().isOnRoster(new Origin(Principal.of(DAVE), NEW, START)))
                .isTrue();
    }

    /** GM-22: a new life of the group is founded on the key under which dave came back. What its former one was it still is. */
    @Test
    void formerKeyDoesNotCountInANewLifeEither() throws Exception {
        exclude();
        pardon(NEW);
        Pardons pardons = inTheState();
        assertThat(pardons.present()).containsExactly(entry(NEW, ISSUED));
        assertThat(pardons.former()).containsExactly(new Bearer(Principal.of(DAVE), key("dave")));
        Recovery statement = new Recovery(
                founders.life,
                state.record().id(),
                state.record().digest(),
                slot,
                Digest.ZERO,
                Optional.empty(),
                founders.genesis.foundingDigest());
        Recovered from = new Recovered(statement, state.record(), RevocationList.NONE, pardons, Optional.empty());
        Genesis next = foundedOn(entry(NEW, ISSUED)).from(Optional.of(from));
        Genesis read = WireReader.whole(WireWriter.bytes(next::write), Genesis::read);
        assertThat(read.recovered()).contains(from);
        MembershipState life = new MembershipState(next, next.firstView(), Policy.standard(true));

        Outcome formed = life.apply(slot(1, 0, NOON, Founders.form("alice", "bob", "carol", "erin", "frank", "grace")));

        assertThat(formed.inForce())
                .filteredOn(InstructionsInForce.class::isInstance)
                .singleElement()
                .satisfies(each -> assertThat(((InstructionsInForce) each).pardoned())
                        .as("of whom certificates issued before are refused")
                        .containsExactly(entry(NEW, ISSUED)));
        assertThat(life.starts().hasFormerKey(origin("dave", START))).isTrue();
        assertThat(life.starts().isOnRoster(origin("dave", START))).isFalse();
        assertThat(life.starts().isOnRoster(new Origin(Principal.of(DAVE), NEW, START)))
                .isTrue();
        assertThat(life.record().charter().roster())
                .isEqualTo(next.firstView().charter().roster());
    }

    /** As operators read it who look at the state without the group. */
    private Pardons inTheState() throws Exception {
        SortedMap<String, Snapshot> shares = new TreeMap<>(Map.of(HoldsState.MEMBERSHIP, state.share()));
        return new CertifiedState(1, Manifest.of(slot, shares), List.of(), shares).pardons();
    }

    private Genesis foundedOn(Pardoned entry) {
        Genesis like = founders.genesis;
        List<Genesis.Founder> members = like.members().stream()
                .map(each -> each.member().equals(entry.member()) ? entry.entry(each) : each)
                .toList();
        return new Genesis(
                like.group(),
                like.authority(),
                like.quorum(),
                members,
                like.standbys(),
                like.operators(),
                like.policy());
    }

    private void exclude() {
        applied(instruct(++number, new Act.Exclude(DAVE), "olga", "otto"));
    }

    private Outcome pardon(StatementKey key) {
        return pardoned(key, ISSUED);
    }

    private Outcome pardoned(StatementKey key, Instant issued) {
        return pardoned(entry(key, issued), new byte[] {1});
    }

    private static Pardoned entry(StatementKey key, Instant issued) {
        return new Pardoned(DAVE, key, CERTIFICATE, issued);
    }

    private Outcome pardoned(Pardoned entry, byte[] card) {
        return applied(instruct(++number, new Act.Pardon(entry, card), "olga", "otto"));
    }

    private static String verdict(Outcome outcome) {
        return outcome.notices().stream()
                .filter(InstructionJudged.class::isInstance)
                .map(each -> ((InstructionJudged) each).verdict())
                .findFirst()
                .orElseThrow();
    }

    private static Request joinUnder(StatementKey key, long incarnation) {
        Origin origin = new Origin(Principal.of(DAVE), key, incarnation);
        return command(origin, new Command.Join(keysOf("dave anew", incarnation)));
    }

    private Outcome applied(Request... requests) {
        Outcome outcome = state.apply(slot(++slot, state.record().id(), NOON, requests));
        outcome.next().ifPresent(next -> passed.add(new ViewCertificate(next, List.of())));
        return outcome;
    }
}

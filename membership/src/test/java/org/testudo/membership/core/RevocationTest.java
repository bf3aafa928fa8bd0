package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.key;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.slot;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.RevocationJudged;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** SICP-11: a CRL in the order. That the authority signed it is checked before. */
class RevocationTest {
    private final MembershipState state = Founders.four().stateInViewOne();

    @Test
    void revokedMemberIsExcludedBelowTheFloorOfQuorumsOnly() {
        ViewRecord next = applied(2, crl(1, memberBearer("dave"))).next().orElseThrow();

        assertThat(names(next)).containsExactly("alice", "bob", "carol");
        assertThat(next.exclusions().get(0).cause()).isEqualTo("certificate revoked by the group's CA, CRL 1");
        assertThat(state.revocations().number()).isEqualTo(1);
    }

    @Test
    void itDoesNotMatterWhoBringsIt() {
        Request bySensor = command(sensor("s-carol", 5), revoke(list(1, memberBearer("dave"))));
        Request byStranger = command(origin("sam", 7), revoke(list(2, memberBearer("dave"))));

        assertThat(names(applied(2, bySensor).next().orElseThrow())).doesNotContain("dave");
        assertThat(applied(3, byStranger).revoked()).isPresent();
    }

    @Test
    void theHighestNumberDeliveredIsInForceAndAnOldListHasNoEffect() {
        applied(2, crl(5));

        Outcome older = applied(3, crl(4, memberBearer("dave")));
        Outcome again = applied(4, crl(5, memberBearer("dave")));

        assertThat(older.next()).isEmpty();
        assertThat(again.next()).isEmpty();
        assertThat(again.revoked()).isEmpty();
        assertThat(again.notices()).containsExactly(new RevocationJudged(4, 5, "CRL 5 is in force"));
        assertThat(state.revocations()).isEqualTo(list(5));
    }

    @Test
    void entryWithoutABearerExcludesNobody() {
        MembershipState of = Founders.sevenWithOperator().stateInViewOne();
        Outcome outcome = of.apply(slot(2, 1, NOON, approved(1, "olga", bare(1))));

        assertThat(outcome.next()).isEmpty();
        assertThat(outcome.revoked()).isPresent();
    }

    /** It could be that of an authority which issued the certificates of all members: their connections would close. */
    @Test
    void entryWithoutABearerNeedsOperatorsApproval() {
        Outcome outcome = applied(2, command(origin("alice"), revoke(bare(1))));

        assertThat(outcome.revoked()).isEmpty();
        assertThat(outcome.notices())
                .containsExactly(new RevocationJudged(
                        2, 1, "it revokes certificates without saying whose: that needs operators' approval"));
    }

    @Test
    void anotherKeyOfTheNameIsNotTheOneRevoked() {
        Bearer former = new Bearer(Principal.of(member("dave")), key("dave's former key"));

        assertThat(applied(2, crl(1, former)).next()).isEmpty();
    }

    @Test
    void moreThanFMembersAtOnceNeedOperatorsApproval() {
        Bearer[] two = {memberBearer("carol"), memberBearer("dave")};
        Founders seven = Founders.sevenWithOperator();
        MembershipState of = seven.stateInViewOne();
        Bearer[] three = {memberBearer("carol"), memberBearer("dave"), memberBearer("erin")};

        Outcome alone = of.apply(slot(2, 1, NOON, crl(1, three)));
        Outcome stranger = of.apply(slot(3, 1, NOON, approved(1, "s-carol", list(1, three))));
        Outcome few = of.apply(slot(4, 1, NOON, crl(2, two)));
        Outcome approved = of.apply(slot(5, few.next().orElseThrow().id(), NOON, approved(1, "olga", list(3, three))));

        assertThat(alone.notices())
                .containsExactly(new RevocationJudged(
                        2, 1, "it revokes [carol, dave, erin] at once, more than 2: that needs operators' approval"));
        assertThat(stranger.revoked()).isEmpty();
        assertThat(names(few.next().orElseThrow())).doesNotContain("carol", "dave");
        assertThat(approved.revoked()).isPresent();
        assertThat(of.stripped(member("erin"))).isTrue();
    }

    /** GM-3, SICP-11: with the size operators have approved how many are out, also of seats that stay vacant, or are there no more. */
    @Test
    void seatsThatListsHaveEmptiedAreNotCountedOnceOperatorsHaveResizedTheGroup() {
        MembershipState of = Founders.sevenWithOperator().stateInViewOne();
        applied(of, 2, crl(1, memberBearer("frank")));
        applied(of, 3, command(origin("grace"), new Command.Retire()));
        Outcome before = applied(of, 4, crl(2, memberBearer("frank"), memberBearer("erin"), memberBearer("dave")));
        assertThat(before.notices())
                .containsExactly(new RevocationJudged(
                        4,
                        2,
                        "it revokes [dave, erin], and nobody has taken the seats of [frank], more than 2: that needs operators'"
                                + " approval"));

        applied(of, 5, Founders.instruct(1, new Act.Resize(6, 1, List.of()), "olga"));
        assertThat(of.record().seats().get(5)).as("frank's").isEmpty();
        Outcome after = applied(of, 6, crl(2, memberBearer("frank"), memberBearer("erin")));

        assertThat(after.revoked()).isPresent();
        assertThat(of.record().excluded(member("erin"))).isTrue();
    }

    @Test
    void listsGoOnWhenTheSeatThatTheyHaveEmptiedIsThereNoMore() {
        MembershipState of = Founders.sevenWithOperator().stateInViewOne();
        applied(of, 2, crl(1, memberBearer("grace")));
        applied(of, 3, Founders.instruct(1, new Act.Resize(6, 1, List.of()), "olga"));
        assertThat(of.record().seats()).hasSize(6);

        assertThat(applied(of, 4, crl(2, memberBearer("grace"), memberBearer("frank")))
                        .revoked())
                .isPresent();
    }

    /** GM-24: else the authority could take from the operators what it may not do itself. */
    @Test
    void operatorsAreNotSilencedByTheAuthorityAlone() {
        MembershipState of = Founders.sevenWithOperator().stateInViewOne();
        Bearer olga = new Bearer(new Principal(Principal.Kind.OPERATOR, "olga"), key("olga"));

        Outcome alone = of.apply(slot(2, 1, NOON, crl(1, olga)));
        Outcome otherKey = of.apply(slot(3, 1, NOON, crl(1, new Bearer(olga.principal(), key("another")))));

        assertThat(alone.revoked()).isEmpty();
        assertThat(alone.notices())
                .containsExactly(
                        new RevocationJudged(
                                2,
                                1,
                                "it leaves fewer operators than have to approve an instruction: that needs operators' approval"));
        assertThat(otherKey.revoked()).isPresent();
    }

    /** Such an entry is about that bearer: sessions that rest on the certificate go on (Standing has the same of connections). */
    @Test
    void entryWithAFalseBearerStrikesNoCertificate() {
        assertThat(list(1, new Bearer(new Principal(Principal.Kind.CLIENT, "nobody"), key("nobody")))
                        .serials())
                .isEmpty();
        assertThat(bare(1).serials()).containsExactly(BigInteger.TEN);
    }

    @Test
    void operatorWhoseOwnKeyIsRevokedApprovesNothing() {
        MembershipState of = Founders.sevenWithOperator().stateInViewOne();
        Bearer[] names = {
            memberBearer("carol"),
            memberBearer("dave"),
            memberBearer("erin"),
            new Bearer(new Principal(Principal.Kind.OPERATOR, "olga"), key("olga"))
        };

        assertThat(of.apply(slot(2, 1, NOON, approved(1, "olga", list(1, names))))
                        .revoked())
                .isEmpty();
    }

    /** GM-18: what would leave fewer than Q waits, and happens when it may. */
    @Test
    void revokedMemberWaitsAtTheFloorUntilAStandbyIsReady() {
        applied(2, Founders.four().convict("alice", "dave", 1));

        Outcome second = applied(3, crl(2, memberBearer("dave"), memberBearer("carol")));

        assertThat(names(second.next().orElseThrow())).containsExactly("alice", "bob", "carol");
        assertThat(state.stripped(member("carol"))).isTrue();
    }

    @Test
    void revokedMemberWithoutASeatDoesNotJoin() {
        applied(2, crl(1, memberBearer("sam")));

        assertThat(state.record().excluded(member("sam"))).isTrue();
        state.apply(slot(3, state.record().id(), NOON, Founders.join("sam", 7)));

        assertThat(state.standby(member("sam"))).isEmpty();
    }

    @Test
    void alertsOfARevokedSensorNoLongerCountAndOthersDo() {
        Bearer watcher = new Bearer(new Principal(Principal.Kind.SENSOR, "s-carol"), key("s-carol"));
        ViewRecord next = applied(2, crl(1, watcher)).next().orElseThrow();

        assertThat(next.occupant(member("carol")).orElseThrow().sensors()).isEmpty();
        assertThat(next.reason()).isEqualTo("carol watched by none");
        assertThat(applied(3, report(sensor("s-carol", 5), "carol", INTRUSION)).next())
                .isEmpty();
        assertThat(applied(4, report(sensor("s-dave", 5), "dave", INTRUSION)).next())
                .isPresent();
    }

    @Test
    void sensorComesBackWithALaterListThatLeavesItOut() {
        applied(2, crl(1, new Bearer(new Principal(Principal.Kind.SENSOR, "s-carol"), key("s-carol"))));

        ViewRecord next = applied(3, crl(2)).next().orElseThrow();

        assertThat(next.reason()).isEqualTo("carol watched by s-carol");
    }

    /**
     * GM-11, GM-18: a view uses up a key of every seat. In a new life a member could hand in all that the authority has ever
     * signed, one list a slot, faster than members bring keys.
     */
    @Test
    void listsThatComeFasterThanKeysWaitForThem() {
        Bearer watcher = new Bearer(new Principal(Principal.Kind.SENSOR, "s-carol"), key("s-carol"));
        long slot = 2;
        for (long number = 1; number <= 40; number++) {
            Outcome outcome = number % 2 == 1 ? applied(slot++, crl(number, watcher)) : applied(slot++, crl(number));
            assertThat(outcome.revoked()).as("list %s", number).isPresent();
        }
        applied(slot++, crl(41, watcher, memberBearer("sam")));
        long views = state.record().id();

        assertThat(views).as("as many as there were keys").isEqualTo(16);
        assertThat(state.record().excluded(member("sam"))).isFalse();
        assertThat(state.waiting()).containsExactly(member("sam"));

        for (String each : List.of("alice", "bob", "carol", "dave")) {
            applied(slot++, Founders.bring(each, 16, Command.MAX_KEYS));
        }
        assertThat(state.record().excluded(member("sam"))).isTrue();
        assertThat(state.record().occupant(member("carol")).orElseThrow().sensors())
                .isEmpty();
    }

    /** GM-19: the revoked waits to be shown as out, and does not sit down meanwhile, at the floor for good perhaps. */
    @Test
    void revokedMemberThatWaitsWithoutASeatDoesNotTakeAVacantOne() {
        Bearer watcher = new Bearer(new Principal(Principal.Kind.SENSOR, "s-carol"), key("s-carol"));
        long slot = 2;
        applied(slot++, Founders.four().convict("alice", "dave", 1));
        for (long number = 1; number <= 40; number++) {
            if (number % 2 == 1) applied(slot++, crl(number, watcher));
            else applied(slot++, crl(number));
        }
        applied(slot++, crl(41, memberBearer("sam")));
        assertThat(state.waiting()).containsExactly(member("sam"));

        Outcome outcome = state.apply(slot(
                slot,
                state.record().id(),
                NOON,
                Founders.bring("alice", 16, Command.MAX_KEYS),
                Founders.bring("bob", 16, Command.MAX_KEYS),
                Founders.bring("carol", 16, Command.MAX_KEYS),
                Founders.join("sam", 7)));

        assertThat(outcome.next().orElseThrow().reason())
                .doesNotContain("sam joined")
                .contains("sam excluded");
    }

    @Test
    void membersRestoredFromACheckpointHaveTheSameList() throws Exception {
        applied(2, crl(3, memberBearer("dave")));
        RevocationList copy = WireReader.whole(WireWriter.bytes(state.revocations()::write), RevocationList::read);

        assertThat(copy).isEqualTo(state.revocations());
    }

    @Test
    void commandSurvivesTheWire() throws Exception {
        Command.Revoke command = (Command.Revoke)
                crl(1, memberBearer("dave")).command(Founders.four().life).orElseThrow();

        assertThat(command.list()).isEqualTo(list(1, memberBearer("dave")));
        assertThat(command.claims(Founders.four().life)).hasSize(1);
    }

    private Outcome applied(long slot, Request request) {
        return state.apply(slot(slot, state.record().id(), NOON, request));
    }

    private static Outcome applied(MembershipState of, long slot, Request request) {
        return of.apply(slot(slot, of.record().id(), NOON, request));
    }

    private static Bearer memberBearer(String name) {
        return new Bearer(Principal.of(member(name)), key(name));
    }

    private static Request crl(long number, Bearer... bearers) {
        return command(origin("alice"), revoke(list(number, bearers)));
    }

    private static Request approved(long instruction, String operator, RevocationList list) {
        return Founders.instruct(instruction, new Act.Revoke(revoke(list)), operator);
    }

    private static Command.Revoke revoke(RevocationList list) {
        return new Command.Revoke(list, new byte[] {1, 2});
    }

    private static RevocationList bare(long number) {
        return new RevocationList(number, List.of(new Revocation(BigInteger.TEN, Optional.empty())));
    }

    private static RevocationList list(long number, Bearer... bearers) {
        List<Revocation> entries = new ArrayList<>();
        for (Bearer each : bearers) {
            entries.add(new Revocation(BigInteger.valueOf(1_000 + entries.size()), Optional.of(each)));
        }
        return new RevocationList(number, entries);
    }
}

package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.recovery.CertifiedState;
import org.testudo.kernel.recovery.CertifiedState.Word;
import org.testudo.kernel.recovery.RecoveryArchive;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.membership.joint.NewLife.Left;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.SourceMutant;
import org.testudo.simulator.Violation;

/** GM-22: from what no life begins, and that each of these refusals is missed. */
class NewLifeMutantsTest {
    private static final String DIVIDED = "divided: ";
    private static final String STOLEN = "stolen: ";
    private static final String INVENTED = "invented: ";

    @Test
    void whatIsNotTheGroupsOrNotItsOperatorsIsRefused() {
        Left left = NewLife.left(0, false);

        assertThat(accepted(left)).isEmpty();
        assertThat(left.late().refusal(left.genesis(), left.verifier())).isEmpty();
        assertThat(refusal(left, wrong(left).get("approved by one")))
                .contains("approved by [operator-0], needed are 2 of 3 operators");
        assertThat(refusal(left, wrong(left).get("signed by two")))
                .contains("is signed by 2 seats of view", "3 are needed");
    }

    @Test
    void itIsOfOneGroupAndItsOperatorsAlone() {
        Left left = NewLife.left(0, false);
        Genesis own = left.genesis();
        Operators strangers = Operators.majorityOf(
                List.of(new SensorKey("eve", left.run().client("eve").key())));

        assertThat(refused(left, genesis("another", own.operators(), own)))
                .contains("it is of group 'simulated', not of 'another'");
        assertThat(refused(left, genesis(own.group(), strangers, own)))
                .contains("the life that it ends has other operators", "group.operators must name the same");
        assertThat(refused(
                        left,
                        new Genesis(
                                own.group(),
                                own.authority(),
                                own.quorum(),
                                own.members(),
                                own.standbys(),
                                own.operators(),
                                new byte[] {1})))
                .contains("operators have approved another roster, policy or authority");
    }

    /** What it proves it proves from the genesis in it: members believe operators that it is theirs, and operators compare it. */
    @Test
    void aLifeThatSomebodyHasInventedProvesItselfButIsNotTheOneThatOperatorsKnow() {
        Left left = NewLife.left(0, false);
        Left other = NewLife.invented(0);
        RecoveryArchive forged = invented(left, other);

        assertThat(forged.refusal(left.genesis(), other.verifier())).isEmpty();
        assertThat(forged.ofAnother(left.genesis()).orElseThrow())
                .contains("it ends a life of genesis " + other.genesis().digest())
                .contains("the configuration describes " + left.genesis().digest());
        assertThat(left.late().ofAnother(left.genesis())).isEmpty();
    }

    private static RecoveryArchive invented(Left left, Left other) {
        RecoveryArchive late = other.late();
        return NewLife.approved(
                other.run(),
                RecoveryArchive.prepared(
                        other.genesis(), late.chain(), late.state(), Optional.empty(), left.genesis()));
    }

    static String inventedHere() {
        Left left = NewLife.left(0, false);
        RecoveryArchive forged = invented(left, NewLife.invented(0));
        return INVENTED + (forged.ofAnother(left.genesis()).isEmpty() ? "signed" : "");
    }

    /** GM-6: operators have pardoned a member under another key, in the state from which the life begins or after it. */
    @Test
    void aKeyThatAPardonHasReplacedFoundsNoLife() {
        Left left = NewLife.pardoned(0);
        MemberId out = left.genesis().members().get(NewLife.OUT).member();
        StatementKey former = left.genesis().members().get(NewLife.OUT).statementKey();
        Pardons pardons = left.recovered().pardons();

        assertThat(pardons.former()).containsExactly(new Bearer(Principal.of(out), former));
        Pardoned since = pardons.of(out).orElseThrow();
        assertThat(refusal(left, left.late())).contains("the key of member m3 in the configuration, " + former);
        assertThat(refusal(left, left.late())).contains("is a former one", "name the card of " + since.key());
        assertThat(refusal(left, stateBefore(left, left.genesis())))
                .contains("is a former one", "name the card with which it was pardoned");
        assertThat(left.early().refusal(left.genesis(), left.verifier())).isEmpty();

        Genesis next =
                founded(left.genesis(), since.entry(left.genesis().members().get(NewLife.OUT)));
        assertThat(on(left, left.late().state(), next).refusal(next, left.verifier()))
                .isEmpty();
        assertThat(stateBefore(left, next).refusal(next, left.verifier())).isEmpty();
        Genesis.Founder third =
                new Genesis.Founder(out, Digest.ZERO, left.run().client("third").key(), List.of());
        Genesis another = founded(left.genesis(), third);
        assertThat(on(left, left.late().state(), another)
                        .refusal(another, left.verifier())
                        .orElseThrow())
                .contains("is not the one of its pardon", "name the card of " + since.key());
    }

    private static Genesis founded(Genesis like, Genesis.Founder last) {
        List<Genesis.Founder> members = new ArrayList<>(like.members());
        members.set(NewLife.OUT, last);
        return new Genesis(
                like.group(),
                like.authority(),
                like.quorum(),
                members,
                like.standbys(),
                like.operators(),
                like.policy());
    }

    /** Of the last views and the state before the pardon. */
    private static RecoveryArchive stateBefore(Left left, Genesis founding) {
        return on(left, left.early().state(), founding);
    }

    private static RecoveryArchive on(Left left, CertifiedState state, Genesis founding) {
        return NewLife.approved(
                left.run(),
                RecoveryArchive.prepared(left.genesis(), left.late().chain(), state, Optional.empty(), founding));
    }

    static String stolenHere() {
        Left left = NewLife.pardoned(0);
        boolean in = left.late().refusal(left.genesis(), left.verifier()).isEmpty();
        boolean after = stateBefore(left, left.genesis())
                .refusal(left.genesis(), left.verifier())
                .isEmpty();
        return STOLEN + (in ? "pardoned in the state" : "") + (after ? "pardoned after it" : "");
    }

    private static Genesis genesis(String group, Operators operators, Genesis like) {
        return new Genesis(
                group, like.authority(), like.quorum(), like.members(), like.standbys(), operators, like.policy());
    }

    private static String refused(Left left, Genesis founding) {
        return left.late().refusal(founding, left.verifier()).orElseThrow();
    }

    private static String refusal(Left left, RecoveryArchive archive) {
        return archive.refusal(left.genesis(), left.verifier()).orElseThrow();
    }

    static Stream<Arguments> mutants() {
        String recovery = "gcs-api/kernel/src/main/java/org/testudo/kernel/recovery/";
        String archive = recovery + "RecoveryArchive.java";
        String genesis = "gcs-api/kernel/src/main/java/org/testudo/kernel/view/Genesis.java";
        return Stream.of(
                arguments(
                        "operators' signatures not checked",
                        "approvals of another statement",
                        new SourceMutant(archive, "&& verifier.verify(each.key(), signed, each.signature());", ";")),
                arguments(
                        "an operator counted twice",
                        "approved by one twice",
                        new SourceMutant(archive, "&& !names.contains(each.operator())", "")),
                arguments(
                        "one operator is enough",
                        "approved by one",
                        new SourceMutant(archive, "if (approving.size() < needed)", "if (approving.isEmpty())")),
                arguments(
                        "signatures of the state not counted",
                        "signed by two",
                        new SourceMutant(archive, "if (signed < needed)", "if (signed < 0)")),
                arguments(
                        "a seat counted twice",
                        "signed by one three times",
                        new SourceMutant(
                                recovery + "CertifiedState.java",
                                "TreeSet<Integer> seats = new TreeSet<>();",
                                "List<Integer> seats = new ArrayList<>();")),
                arguments(
                        "shares not compared with what was signed",
                        "another share",
                        new SourceMutant(archive, "if (!state.whole())", "if (state == null)")),
                arguments(
                        "the state's name not compared",
                        "an earlier state under the later name",
                        new SourceMutant(
                                archive,
                                "state.slot() == statement.slot() && state.digest().equals(statement.state());",
                                "true;")),
                arguments(
                        "the genesis of the life that ended not compared",
                        INVENTED + "signed",
                        new SourceMutant(archive, "if (ended.digest().equals(known.digest()))", "if (known != null)")),
                arguments(
                        "a pardon forgotten in the new life",
                        STOLEN + "pardoned in the state",
                        new SourceMutant(
                                archive, "return pardons().flaw(founding.roster());", "return Optional.empty();")),
                arguments(
                        "a pardon after the state forgotten",
                        STOLEN + "pardoned after it",
                        new SourceMutant(
                                recovery + "LaterPardons.java",
                                "i < chain.size() && !complete(all)",
                                "i < 0 && !complete(all)")),
                arguments(
                        "the statement not in what formation agrees on",
                        DIVIDED + "equal states",
                        new SourceMutant(
                                genesis, "recovered.ifPresent(it -> it.statement().digest().write(out));", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void eachMistakeIsNoticed(String name, String noticed, SourceMutant mutant) throws Exception {
        Class<?> there = Class.forName(NewLifeMutantsTest.class.getName(), true, mutant.load());
        int colon = noticed.indexOf(": ");
        var hunt = there.getDeclaredMethod((colon < 0 ? "accepted" : noticed.substring(0, colon)) + "Here");
        hunt.setAccessible(true);

        assertThat((String) hunt.invoke(null)).as(name).contains(noticed);
    }

    static String acceptedHere() {
        return String.join(", ", accepted(NewLife.left(0, false)));
    }

    static String dividedHere() {
        return DIVIDED + divided(NewLife.left(0, false));
    }

    /** Two members are given one word of the operators, two another: what comes of it. */
    static String divided(Left left) {
        long[] view = new long[1];
        Optional<Recovered> other = Optional.of(left.early().recovered());
        try {
            NewLife.divided(left.recovered())
                    .astray(2, other)
                    .astray(3, other)
                    .seed(1)
                    .each(run -> view[0] = run.furthest().view().id())
                    .run();
        } catch (Violation caught) {
            return caught.check();
        }
        return view[0] == 0 ? "no group" : "a group";
    }

    private static List<String> accepted(Left left) {
        List<String> accepted = new ArrayList<>();
        wrong(left).forEach((name, archive) -> {
            if (archive.refusal(left.genesis(), left.verifier()).isEmpty()) accepted.add(name);
        });
        return accepted;
    }

    /** Each but for one thing as it should be. */
    private static Map<String, RecoveryArchive> wrong(Left left) {
        RecoveryArchive good = left.late();
        List<Approval> two = good.approvals();
        Map<String, RecoveryArchive> wrong = new LinkedHashMap<>();
        wrong.put("approved by nobody", approvedBy(good, List.of()));
        wrong.put("approved by one", approvedBy(good, two.subList(0, 1)));
        wrong.put("approved by one twice", approvedBy(good, List.of(two.get(0), two.get(0))));
        wrong.put(
                "approvals of another statement", approvedBy(good, left.early().approvals()));
        wrong.put("a stranger under an operator's name", approvedBy(good, List.of(two.get(0), stranger(left))));
        CertifiedState state = good.state();
        List<Word> words = state.words();
        wrong.put(
                "an earlier state under the later name", with(good, left.early().state()));
        wrong.put("signed by two", with(good, signed(state, words.subList(0, 2))));
        wrong.put(
                "signed by one three times",
                with(good, signed(state, List.of(words.get(0), words.get(0), words.get(0)))));
        wrong.put("another share", with(good, withAnotherShare(state)));
        wrong.put("views that are not proved", withBareViews(good));
        Recovery said = good.statement();
        wrong.put("a slot left out that is in the state", saying(left, Optional.of(said.slot()), said.founding()));
        wrong.put("another foundation", saying(left, Optional.empty(), Digest.ZERO));
        return wrong;
    }

    private static Approval stranger(Left left) {
        Outsider eve = left.run().client("eve");
        return new Approval(
                "operator-2", eve.key(), eve.approval(left.late().statement()).signature());
    }

    private static RecoveryArchive approvedBy(RecoveryArchive good, List<Approval> approvals) {
        return new RecoveryArchive(good.ended(), good.chain(), good.state(), good.statement(), approvals);
    }

    private static RecoveryArchive with(RecoveryArchive good, CertifiedState state) {
        return new RecoveryArchive(good.ended(), good.chain(), state, good.statement(), good.approvals());
    }

    private static CertifiedState signed(CertifiedState state, List<Word> words) {
        return new CertifiedState(state.view(), state.manifest(), words, state.shares());
    }

    private static CertifiedState withAnotherShare(CertifiedState state) {
        SortedMap<String, Snapshot> shares = new TreeMap<>(state.shares());
        shares.put(HoldsState.APPLICATION, Snapshot.of(new byte[] {1, 2, 3}));
        return new CertifiedState(state.view(), state.manifest(), state.words(), shares);
    }

    private static RecoveryArchive withBareViews(RecoveryArchive good) {
        List<ViewCertificate> bare = good.chain().stream()
                .map(each ->
                        new ViewCertificate(each.record(), each.signatures().subList(0, 2)))
                .toList();
        return new RecoveryArchive(good.ended(), bare, good.state(), good.statement(), good.approvals());
    }

    /** Operators have signed it themselves. */
    private static RecoveryArchive saying(Left left, Optional<Long> skipped, Digest founding) {
        RecoveryArchive good = left.late();
        Recovery it = good.statement();
        Recovery said = new Recovery(it.ended(), it.view(), it.record(), it.slot(), it.state(), skipped, founding);
        return NewLife.approved(
                left.run(), new RecoveryArchive(good.ended(), good.chain(), good.state(), said, List.of()));
    }
}

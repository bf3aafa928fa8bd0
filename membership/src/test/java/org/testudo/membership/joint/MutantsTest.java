package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.SourceMutant;
import org.testudo.simulator.check.Checks;

/** No checker counts before it has caught something: deliberately broken cores, and how many seeds each took. */
class MutantsTest {
    /** A broken invariant of a core is how the core itself notices. */
    private static final String INVARIANT = "invariant";

    /** What a member shows of slots under way when it leaves an epoch. */
    private static final String UNDER_WAY = "for (Slot slot : window.slots()) held.addAll(slot.certificates());";

    private static final String ORDERING = "atomic-broadcast/core/src/main/java/org/testudo/abcast/core/";
    private static final String MEMBERSHIP = "membership/src/main/java/org/testudo/membership/core/";
    private static final String DETECTOR = "failure-detector/src/main/java/org/testudo/failuredetector/core/";
    private static final String COMMAND = "gcs-api/kernel/src/main/java/org/testudo/kernel/command/";
    private static final String VIEW = "gcs-api/kernel/src/main/java/org/testudo/kernel/view/";

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments(
                        "quorum off by one",
                        RuleMutants.quorumOffByOne(),
                        Scenarios.EQUIVOCATING_LEADER,
                        JointChecks.QUORUM,
                        60),
                arguments(
                        "quorum off by one, nobody faulty",
                        RuleMutants.quorumOffByOne(),
                        Scenarios.RESTARTS,
                        JointChecks.QUORUM,
                        10),
                arguments(
                        "signer counted twice",
                        RuleMutants.signerCountedTwice(),
                        Scenarios.STUFFED_CERTIFICATES,
                        JointChecks.QUORUM,
                        20),
                arguments(
                        "delivery past a command",
                        RuleMutants.deliveryPastACommand(),
                        Scenarios.HASTY_LEADER,
                        INVARIANT,
                        60),
                arguments(
                        "locks carried across views",
                        RuleMutants.locksCarriedAcrossViews(),
                        Scenarios.HASTY_LEADER,
                        Checks.NO_EVIDENCE,
                        60),
                arguments(
                        "COMMIT journalled without its certificate",
                        RuleMutants.commitJournalledWithoutItsCertificate(),
                        Scenarios.POWER_LOSS,
                        Checks.NO_EVIDENCE,
                        300),
                arguments(
                        "lock forgotten after a restart",
                        RuleMutants.lockForgottenAfterARestart(),
                        Scenarios.POWER_LOSS,
                        Checks.NO_EVIDENCE,
                        300),
                arguments(
                        "skipped request marked as seen",
                        RuleMutants.skippedRequestMarkedAsSeen(),
                        Scenarios.ENSEMBLE,
                        Checks.FIFO,
                        300),
                arguments(
                        "votes counted by the first size",
                        RuleMutants.quorumOfTheFirstSize(),
                        Scenarios.RESIZES,
                        JointChecks.QUORUM,
                        20),
                arguments(
                        "serials not looked at",
                        RuleMutants.serialsNotLookedAt(),
                        Scenarios.REVOCATIONS,
                        JointChecks.UNHEARD,
                        20),
                arguments(
                        "quorum one too large",
                        RuleMutants.quorumOneTooLarge(),
                        Scenarios.SILENT_LEADER,
                        Checks.DELIVERY_AFTER_CALM,
                        10));
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("rules")
    void brokenRuleOfTheOrderingIsCaught(String name, AbcastRules rules, Scenarios scenario, String check, int most) {
        Hunt hunt = Hunt.of(scenario, JointGroup.cores(rules), most);

        tell(name, hunt);
        assertThat(hunt.check()).isEqualTo(check);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                mutant(
                        "checkpoint without quorum",
                        ORDERING + "Certificates.java",
                        ">= ordering.rules().stable(named.quorum());",
                        ">= 1;",
                        Scenarios.FORGED_STATE,
                        Checks.AGREEMENT),
                mutant(
                        "lock forgotten on leader change",
                        ORDERING + "ByzantinePhases.java",
                        UNDER_WAY,
                        "",
                        Scenarios.ENSEMBLE,
                        Checks.NO_EVIDENCE),
                mutant(
                        "watermark not enforced",
                        ORDERING + "Ordering.java",
                        "return delivered + 2L * settings.window();",
                        "return Long.MAX_VALUE;",
                        Scenarios.FAR_AHEAD,
                        JointChecks.BOUNDED),
                mutant(
                        "agreed time taken from the local clock",
                        ORDERING + "Delivery.java",
                        "Instant time = value.time().isAfter(ordering.agreedTime()) ? value.time()",
                        "Instant clock = ordering.out().now().wallClock();"
                                + " Instant time = clock.isAfter(ordering.agreedTime()) ? clock",
                        Scenarios.RESTARTS,
                        Checks.AGREEMENT),
                mutant(
                        "piece of state not verified",
                        ORDERING + "StateTarget.java",
                        "return whole && MerkleTree.holds(chunk.bytes(), index, part.chunks(), chunk.path(), part.root());",
                        "return whole;",
                        Scenarios.FALSE_PIECES,
                        "state of the application"),
                mutant(
                        "dedupe forgotten after state transfer",
                        ORDERING + "Restoration.java",
                        "else OrderingState.read(share.content(), parts.sequences);",
                        "else parts.pool.sweep();",
                        Scenarios.STATES_GIVEN,
                        Checks.AGREEMENT),
                mutant(
                        "floor ignored",
                        MEMBERSHIP + "Floor.java",
                        "return ready + (replaced ? 1 : 0) >= seats.quorum().intersecting();",
                        "return ready > 0;",
                        Scenarios.AT_THE_FLOOR,
                        JointChecks.CERTIFIED),
                mutant(
                        "budget not enforced",
                        MEMBERSHIP + "Exclusions.java",
                        "if (!strips(target) && budgeted && !mayGo(target, fold)) return pend(target, asked, fold);",
                        "",
                        Scenarios.BEYOND_THE_BUDGET,
                        BudgetChecks.BUDGET),
                mutant(
                        "budget charged for evidence",
                        MEMBERSHIP + "Ground.java",
                        "return this == REPORT || this == ACCUSATION;",
                        "return this == REPORT || this == ACCUSATION || this == EVIDENCE;",
                        Scenarios.BEYOND_THE_BUDGET,
                        BudgetChecks.EVIDENCE),
                mutant(
                        "place that is taken free at once",
                        MEMBERSHIP + "Budget.java",
                        "if (!open.isEmpty()) newcomers.put(newcomer, open.remove(0));",
                        "if (!open.isEmpty()) open.remove(0);",
                        Scenarios.NEWCOMER_CUT_OFF,
                        BudgetChecks.BUDGET),
                mutant(
                        "place refilled by who is called back",
                        MEMBERSHIP + "Fold.java",
                        "seats.note(member + \" active again: too many are not\");",
                        "seats.note(member + \" active again: too many are not\"); parts.budget().refilled(member);",
                        Scenarios.NEWCOMER_CUT_OFF,
                        BudgetChecks.BUDGET),
                mutant(
                        "place never refilled",
                        MEMBERSHIP + "Budget.java",
                        "newcomers.remove(newcomer);",
                        "newcomers.containsKey(newcomer);",
                        Scenarios.NEWCOMER_CUT_OFF,
                        JointChecks.REPORTED),
                mutant(
                        "place charged twice",
                        MEMBERSHIP + "Budget.java",
                        "return seats.vacancies() + stripped",
                        "return seats.vacancies() + open.size() + stripped",
                        Scenarios.EXHAUSTED_BUDGET,
                        JointChecks.REPORTED),
                mutant(
                        "report stands whatever the policy says",
                        MEMBERSHIP + "Charge.java",
                        "return alert.isEmpty() || (fold.actsOn(alert.get()) && watched(target, fold));",
                        "return alert.isEmpty() || watched(target, fold);",
                        Scenarios.POLICY_CHANGED,
                        BudgetChecks.POLICY),
                mutant(
                        "who is held comes and goes as it likes",
                        MEMBERSHIP + "Activity.java",
                        "if (!agreedTime.isBefore(entry.notBefore)) entry.disconnected = false;",
                        "entry.disconnected = false;",
                        Scenarios.HELD_AND_FLAPPING,
                        JointChecks.DAMPED),
                mutant(
                        "seats emptied by CRLs counted on after a resize",
                        MEMBERSHIP + "Revocations.java",
                        "boolean fewer = each.size() < seats;",
                        "boolean fewer = each.size() < 0;",
                        Scenarios.RESIZED_AND_REVOKED,
                        JointChecks.ONE_CRL),
                mutant(
                        "stripped member's requests delivered",
                        MEMBERSHIP + "Exclusions.java",
                        "if (slot.requests().stream().noneMatch(request -> strips(request.origin()))) return slot;",
                        "if (slot.slot() >= 0) return slot;",
                        Scenarios.STRIPPED,
                        BudgetChecks.STRIPPED),
                mutant(
                        "more than f inactive",
                        MEMBERSHIP + "Activity.java",
                        "if (resting.size() <= seats.quorum().maxFaulty()) return Optional.empty();",
                        "if (resting.size() >= 0) return Optional.empty();",
                        Scenarios.FALSE_SUSPICION,
                        INVARIANT),
                mutant(
                        "resize without standbys",
                        MEMBERSHIP + "Resizing.java",
                        "private Optional<String> lack(Act.Resize act, Fold fold) {",
                        "private Optional<String> lack(Act.Resize act, Fold fold) { if (act.seats() > 0) return"
                                + " Optional.empty();",
                        Scenarios.RESIZES,
                        JointChecks.QUORUM),
                mutant(
                        "founders let go without a limit",
                        MEMBERSHIP + "Resizing.java",
                        "return founding.founding() - 1 - Math.min(founding.maxFaulty(), act.maxFaulty());",
                        "return founding.seats();",
                        Scenarios.RESIZES,
                        Checks.AGREEMENT),
                mutant(
                        "founders alone know the life",
                        ORDERING + "Freshness.java",
                        "|| vouched(latest.get(), value)",
                        "",
                        Scenarios.FEW_FOUNDERS,
                        Checks.DELIVERY_AFTER_CALM),
                mutant(
                        "founders alone are asked for the life",
                        ORDERING + "Freshness.java",
                        "others.add(roster.get(asked).member());",
                        "",
                        Scenarios.NO_FOUNDERS,
                        Checks.DELIVERY_AFTER_CALM),
                mutant(
                        "who is let go waits for ever",
                        MEMBERSHIP + "OwnPlace.java",
                        "lingers = !farewell.ordered(chain.isCertified(view));",
                        "lingers = true;",
                        Scenarios.IDLE_RESIZES,
                        JointChecks.BACK),
                mutant(
                        "resize to seats that nobody takes",
                        MEMBERSHIP + "Resizing.java",
                        "if (come.size() < more)",
                        "if (come.isEmpty() && more > 0)",
                        Scenarios.RESIZES,
                        JointChecks.QUORUM),
                mutant(
                        "quorum of the old size kept in the record",
                        MEMBERSHIP + "MembershipState.java",
                        "                edited.quorum(),\n",
                        "                ended.quorum(),\n",
                        Scenarios.RESIZES,
                        INVARIANT),
                mutant(
                        "another f than operators asked for",
                        MEMBERSHIP + "Resizing.java",
                        "return Quorum.tried(act.seats(), act.maxFaulty(), genesis.quorum().model());",
                        "return Quorum.tried(act.seats(), act.maxFaulty() - 1, genesis.quorum().model());",
                        Scenarios.RESIZES,
                        JointChecks.QUORUM),
                mutant(
                        "certificate by the quorum of the new size",
                        MEMBERSHIP + "ViewChain.java",
                        "if (agreeing.size() < found.get().before.certifying()) return Optional.empty();",
                        "if (agreeing.size() < found.get().next.certifying()) return Optional.empty();",
                        Scenarios.RESIZES,
                        JointChecks.CERTIFIED),
                mutant(
                        "leave below the floor",
                        MEMBERSHIP + "Floor.java",
                        "return ready + (replaced ? 1 : 0) >= seats.quorum().intersecting();",
                        "return ready >= 0;",
                        Scenarios.LEAVING,
                        INVARIANT),
                mutant(
                        "inactive votes ignored",
                        ORDERING + "Votes.java",
                        "&& ordering.seating().seated(vote.sender()) && fromItsLeader(proposal);",
                        "&& ordering.seating().record().occupant(vote.sender()).filter(it -> it.active()).isPresent()"
                                + " && fromItsLeader(proposal);",
                        Scenarios.SILENT_AND_SUSPECTED,
                        JointChecks.CLIENTS),
                mutant(
                        "closed view re-opened: its keys kept",
                        MEMBERSHIP + "MembershipCore.java",
                        "if (added && signer.equals(me()) && message.view() > 0) announce",
                        "if (added && signer.equals(me()) && message.view() < 0) announce",
                        Scenarios.CLOSED_VIEWS,
                        Checks.AGREEMENT),
                mutant(
                        "straggler follows two who have turned: keys of closed views kept",
                        MEMBERSHIP + "MembershipCore.java",
                        "if (added && signer.equals(me()) && message.view() > 0) announce",
                        "if (added && signer.equals(me()) && message.view() < 0) announce",
                        Scenarios.TWO_TURNED,
                        Checks.AGREEMENT),
                mutant(
                        "no way back to the own seat",
                        MEMBERSHIP + "Joins.java",
                        "OptionalInt seat = own.isPresent() ? own :",
                        "OptionalInt seat = own.isEmpty() ? own :",
                        Scenarios.RESTARTS,
                        JointChecks.BACK),
                mutant(
                        "epoch reset to seat 0 at a view change",
                        VIEW + "Rotation.java",
                        "int leader = leader(ended, birthEpoch);",
                        "int leader = 0;",
                        Scenarios.SILENT_LEADER,
                        JointChecks.LEAD),
                mutant(
                        "start seat taken from the certificate's epoch",
                        ORDERING + "Delivery.java",
                        "slot.number(), ordering.view(), value.birthEpoch(), time,",
                        "slot.number(), ordering.view(), decision.epoch(), time,",
                        Scenarios.ENSEMBLE,
                        Checks.AGREEMENT),
                mutant(
                        "journal written after the send",
                        "gcs-api/kernel/src/main/java/org/testudo/kernel/core/CoreStack.java",
                        "if (entry || !later.isEmpty()) later.add(action);",
                        "if (!entry && !later.isEmpty()) later.add(action);",
                        Scenarios.POWER_LOSS,
                        Checks.NO_EVIDENCE),
                mutant(
                        "own request not in the journal",
                        ORDERING + "Journal.java",
                        "if (keeps()) write(new JournalEntry.Asked(request));",
                        "if (!keeps()) write(new JournalEntry.Asked(request));",
                        Scenarios.POWER_LOSS,
                        Checks.NO_EVIDENCE),
                mutant(
                        "leader leads on after a restart",
                        ORDERING + "Recollection.java",
                        "if (led) {",
                        "if (led && question < 0) {",
                        Scenarios.POWER_LOSS,
                        Checks.NO_EVIDENCE),
                mutant(
                        "given state not in the journal",
                        ORDERING + "Bases.java",
                        "if (!ordering.journal().keeps()) return;",
                        "if (!sameView || sameView) return;",
                        Scenarios.GIVEN_A_STATE,
                        INVARIANT),
                mutant(
                        "old image of a disk believed",
                        ORDERING + "Recollection.java",
                        "return author(said).orElse(false) && !memory.holds(said);",
                        "return author(said).orElse(false) && said.slot() < 0;",
                        Scenarios.ROLLED_BACK,
                        Checks.NO_EVIDENCE),
                mutant(
                        "one accuser suffices",
                        MEMBERSHIP + "Fold.java",
                        "if (accusers.size() >= seats.quorum().intersecting())",
                        "if (accusers.size() >= 1)",
                        Scenarios.FALSE_ACCUSATION,
                        Checks.NO_FALSE_EXCLUSION),
                mutant(
                        "any sensor may accuse anybody",
                        MEMBERSHIP + "Reports.java",
                        "if (!watches) return",
                        "if (target.isEmpty()) return",
                        Scenarios.FALSE_ACCUSATION,
                        Checks.NO_FALSE_EXCLUSION),
                mutant(
                        "epoch change not bound to the signatures in it",
                        COMMAND + "EpochChangeContent.java",
                        "to.writeList(proofs, (each, digest) -> each.write(digest))",
                        "to.writeList(proofs, (each, digest) -> digest.writeByte(0))",
                        Scenarios.FORGERIES,
                        Checks.NO_EVIDENCE),
                mutant(
                        "CRL read locally",
                        MEMBERSHIP + "MembershipState.java",
                        "return brought.number() > parts.revocations().inForce().number();",
                        "boolean newer = brought.number() > parts.revocations().inForce().number();"
                                + " try { if (newer) parts.revocations()"
                                + ".restore(new WireReader(WireWriter.bytes(brought::write))); }"
                                + " catch (MalformedException e) { throw new IllegalStateException(e); }"
                                + " return newer;",
                        Scenarios.REVOCATIONS,
                        Checks.DELIVERY_AFTER_CALM),
                mutant(
                        "one CRL in a life",
                        MEMBERSHIP + "MembershipState.java",
                        "return brought.number() > parts.revocations().inForce().number();",
                        "return parts.revocations().inForce().number() == 0;",
                        Scenarios.REVOCATIONS,
                        JointChecks.ONE_CRL),
                mutant(
                        "session opens with a card of a revoked authority",
                        ORDERING + "Sessions.java",
                        ".filter(card -> !card.anyOf(revokedSerials))",
                        ".filter(card -> card != null)",
                        Scenarios.REVOCATIONS,
                        JointChecks.UNHEARD),
                mutant(
                        "instruction replayed",
                        MEMBERSHIP + "Instructions.java",
                        "if (instruction.number() != last + 1)",
                        "if (instruction.number() > last + 1)",
                        Scenarios.INSTRUCTIONS,
                        JointChecks.OPERATORS),
                mutant(
                        "one approval counted twice",
                        MEMBERSHIP + "Instructions.java",
                        "Set<String> names = new TreeSet<>();",
                        "List<String> names = new ArrayList<>();",
                        Scenarios.INSTRUCTIONS,
                        JointChecks.OPERATORS),
                mutant(
                        "anybody approves",
                        MEMBERSHIP + "Instructions.java",
                        "boolean counts = genesis.operators().include(each.bearer())",
                        "boolean counts = genesis.operators().needed() > 0",
                        Scenarios.INSTRUCTIONS,
                        JointChecks.OPERATORS),
                mutant(
                        "expired instruction carried out",
                        MEMBERSHIP + "Instructions.java",
                        "if (fold.agreedTime().isAfter(instruction.expires()))",
                        "if (fold.agreedTime().isAfter(java.time.Instant.MAX))",
                        Scenarios.INSTRUCTIONS,
                        JointChecks.OPERATORS),
                arguments(
                        "former key accepted after a pardon",
                        new SourceMutant(
                                        MEMBERSHIP + "Roster.java",
                                        "return since == null ? founder : since.entry(founder);",
                                        "return founder;")
                                .and(
                                        ORDERING + "Sequences.java",
                                        "pardoned.getOrDefault(member, entry.statementKey())",
                                        "entry.statementKey()"),
                        Scenarios.PARDONS,
                        JointChecks.STAY_OUT),
                mutant(
                        "pardon on the word of one operator",
                        MEMBERSHIP + "Instructions.java",
                        "if (approving.size() < needed)",
                        "if (approving.size() < (instruction.number() > 1 ? 1 : needed))",
                        Scenarios.PARDONS,
                        JointChecks.STAY_OUT),
                mutant(
                        "key of one pardon lifts a later exclusion",
                        MEMBERSHIP + "Acts.java",
                        "Optional<String> flaw = parts.roster().flaw(entry);",
                        "Optional<String> flaw = Optional.empty();",
                        Scenarios.PARDONS,
                        JointChecks.STAY_OUT),
                mutant(
                        "who is not excluded is pardoned",
                        MEMBERSHIP + "Acts.java",
                        "if (!fold.seats().excluded(member)) return \"no effect: \" + member + \" is not excluded\";",
                        "",
                        Scenarios.PARDONS,
                        JointChecks.STAY_OUT),
                mutant(
                        "record dated by the member itself",
                        MEMBERSHIP + "MembershipState.java",
                        "                last.agreedTime(),\n                seats,",
                        "                java.time.Instant.ofEpochSecond(0, System.nanoTime() % 1_000_000_000),\n seats,",
                        Scenarios.RESTARTS,
                        Checks.ONE_CHAIN),
                mutant(
                        "excluded name may join",
                        MEMBERSHIP + "Joins.java",
                        "&& !fold.seats().excluded(found.get().member())",
                        "",
                        Scenarios.FRIENDS,
                        JointChecks.STAY_OUT),
                mutant(
                        "quorum of the occupied seats",
                        ORDERING + "Seating.java",
                        "return record.quorum();",
                        "return Quorum.of(record.occupants().size(), record.quorum().model());",
                        Scenarios.AT_THE_FLOOR,
                        JointChecks.QUORUM),
                mutant(
                        "one suspicion suffices",
                        MEMBERSHIP + "Fold.java",
                        "if (suspecting.size() < seats.quorum().oneCorrect() || needed(command.target())) return;",
                        "if (suspecting.isEmpty()) return;",
                        Scenarios.CHORUS,
                        JointChecks.SHORT),
                mutant(
                        "back-off does not grow",
                        MEMBERSHIP + "Activity.java",
                        "entry.backOff = twice.compareTo(MOST) < 0 ? twice : MOST;",
                        "entry.backOff = twice.compareTo(MOST) < 0 ? LEAST : MOST;",
                        Scenarios.FLAPPING,
                        JointChecks.DAMPED),
                mutant(
                        "minority keeps saying that it serves",
                        MEMBERSHIP + "Service.java",
                        "boolean serves = !begun || inTouch >= quorum;",
                        "boolean serves = !begun || inTouch >= 1;",
                        Scenarios.HALVES,
                        Apart.SAYS_SO),
                mutant(
                        "minority serves no more once healed",
                        MEMBERSHIP + "Service.java",
                        "if (!news && suspended != serves) return Optional.empty();",
                        "if (!news && (suspended || serves)) return Optional.empty();",
                        Scenarios.HALVES,
                        Apart.SAYS_SO),
                mutant(
                        "who is not heard keeps saying that it serves",
                        MEMBERSHIP + "Service.java",
                        "long inTouch = suspects.inTouch(view, me());",
                        "long inTouch = suspects.heard(view, me());",
                        Scenarios.NOT_HEARD,
                        Apart.SAYS_SO),
                mutant(
                        "minority does not come back by itself",
                        MEMBERSHIP + "OwnWishes.java",
                        "return state.active(me()) ? unsaid() || state.newcomer(me()) : mayReturn(now);",
                        "return unsaid() || state.newcomer(me());",
                        Scenarios.LEADER_CUT_OFF,
                        JointChecks.BACK),
                mutant(
                        "nobody is mute",
                        DETECTOR + "HeartbeatDetector.java",
                        "return peer.silence(nanos()) < floor && nanos() >= peer.muteAt(ceiling);",
                        "return false;",
                        Scenarios.MUTE_MEMBER,
                        Muteness.KNOWN),
                mutant(
                        "who speaks is mute all the same",
                        DETECTOR + "HeartbeatDetector.java",
                        "if (peer != null && peer.paid(nanos(), ceiling)) announce(new Restored(member));",
                        "if (peer != null) peer.paid(nanos(), ceiling);",
                        Scenarios.MUTE_MEMBER,
                        Muteness.KNOWN),
                mutant(
                        "only votes are words",
                        ORDERING + "AbcastCore.java",
                        "parts.debts.spoke(message.sender());",
                        "if (message.message().about().isPresent()) parts.debts.spoke(message.sender());",
                        Scenarios.NOTHING_TO_DO,
                        Muteness.ONLY),
                mutant(
                        "evidence convicts whom its bearer names",
                        MEMBERSHIP + "Convictions.java",
                        "boolean convicts = evidence.accused().equals(Principal.of(command.target()))",
                        "boolean convicts = command.target() != null",
                        Scenarios.FALSE_ACCUSATION,
                        Checks.NO_FALSE_EXCLUSION));
    }

    private static Arguments mutant(
            String name, String file, String line, String mutated, Scenarios scenario, String check) {
        return arguments(name, new SourceMutant(file, line, mutated), scenario, check);
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("sources")
    void brokenLineOfCodeIsCaught(String name, SourceMutant mutant, Scenarios scenario, String check) {
        Hunt hunt = Hunt.of(scenario, mutant, 100);

        tell(name, hunt);
        assertThat(hunt.check()).isEqualTo(check);
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                arguments(
                        "former lives believed",
                        RuleMutants.formerLivesBelieved(),
                        Scenarios.FORMER_LIVES,
                        Checks.DELIVERY_AFTER_CALM),
                arguments(
                        "formation vote for another start of one's own seat",
                        RuleMutants.anyOwnStart(),
                        Scenarios.STARTS_THAT_ARE_OVER,
                        OwnStarts.NAME),
                arguments(
                        "lowest epoch wins",
                        RuleMutants.lowestEpochWins(),
                        Scenarios.HOARDED_CERTIFICATE,
                        Checks.AGREEMENT),
                arguments(
                        "new leader trusted",
                        RuleMutants.newLeaderTrusted(),
                        Scenarios.FAITHLESS_LEADER,
                        Checks.AGREEMENT),
                arguments(
                        "timer for exactly this epoch",
                        RuleMutants.timerForExactlyThisEpoch(),
                        Scenarios.OVERTAKEN_TIMER,
                        Checks.DELIVERY_AFTER_CALM));
    }

    /** Schedules that random ones miss. */
    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("scripts")
    void brokenRuleOfTheOrderingIsCaughtByAScript(String name, AbcastRules rules, Scenarios scenario, String check) {
        Hunt hunt = Hunt.of(scenario, JointGroup.cores(rules), 10);

        tell(name, hunt);
        assertThat(hunt.check()).isEqualTo(check);
    }

    static void tell(String name, Hunt hunt) {
        System.out.println("mutant '" + name + "' caught by '" + hunt.check() + "' after " + hunt.seeds() + " seeds: "
                + hunt.what().lines().findFirst().orElse(""));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenarios.class,
            names = {
                "POWER_LOSS",
                "GIVEN_A_STATE",
                "ROLLED_BACK",
                "AT_THE_FLOOR",
                "BEYOND_THE_BUDGET",
                "NEWCOMER_CUT_OFF",
                "HELD_AND_FLAPPING",
                "POLICY_CHANGED",
                "RESIZED_AND_REVOKED",
                "STRIPPED",
                "FAR_AHEAD",
                "SILENT_LEADER",
                "HASTY_LEADER",
                "HOARDED_CERTIFICATE",
                "FAITHLESS_LEADER",
                "OVERTAKEN_TIMER",
                "LEAVING",
                "SILENT_AND_SUSPECTED",
                "STARTS_THAT_ARE_OVER",
                "FORMER_LIVES",
                "CLOSED_VIEWS",
                "MUTE_MEMBER",
                "NOTHING_TO_DO",
                "HALVES",
                "LEADER_CUT_OFF",
                "FRIENDS",
                "CHORUS",
                "FLAPPING",
                "TWO_TURNED"
            })
    void scenarioOfMutantsHoldsWithTheRightRules(Scenarios scenario) {
        Hunt hunt = Hunt.of(scenario, JointGroup.cores(new AbcastRules()), 4);

        assertThat(hunt).isEqualTo(new Hunt(4, "none", "nothing"));
    }
}

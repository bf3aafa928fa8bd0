package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.RevocationJudged;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The CRL in force: of those delivered, the one with the highest number (SICP-11). Replicated state, one list. That the
 * group's authority signed it was checked before it was ordered.
 */
final class Revocations {
    /** How the cause of an exclusion by a CRL begins. */
    private static final String CAUSE = "certificate revoked by the group's CA, CRL ";

    private final Genesis genesis;
    private final Roster roster;
    private RevocationList list;

    /** Begins with what was in force in the life that this one goes on from, if there was one (GM-22). */
    Revocations(Genesis genesis, Roster roster) {
        this.genesis = genesis;
        this.roster = roster;
        list = genesis.recovered().map(Recovered::revocations).orElse(RevocationList.NONE);
    }

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        list.write(out);
    }

    void restore(WireReader in) throws MalformedException {
        list = RevocationList.read(in);
    }

    /** The list in force. */
    RevocationList inForce() {
        return list;
    }

    /** Whether this statement key of a member may hold no seat. */
    boolean revokes(Genesis.Founder founder) {
        return list.revokes(new Bearer(Principal.of(founder.member()), founder.statementKey()));
    }

    /** The sensors on the roster that may accuse this founder, without those whose keys are revoked (AD-12). */
    List<SensorKey> watching(Genesis.Founder founder) {
        Predicate<SensorKey> revoked =
                each -> list.revokes(new Bearer(new Principal(Principal.Kind.SENSOR, each.id()), each.key()));
        return founder.sensors().stream().filter(revoked.negate()).toList();
    }

    /**
     * By the authority's word alone: no more than f members out of service, at once or one after the other. Whoever is named by
     * it is out.
     */
    void apply(Command.Revoke command, Fold fold) {
        Optional<String> flaw = flaw(command.list(), fold);
        if (flaw.isPresent())
            fold.tell(new RevocationJudged(fold.slot(), command.list().number(), flaw.get()));
        else enforce(command.list(), fold);
    }

    /** With operators' approval; what came of it, for people. */
    String applyForOperators(RevocationList asked, Fold fold) {
        Optional<String> old = outdated(asked);
        if (old.isPresent()) return "no effect: " + old.get();
        enforce(asked, fold);
        return asked + " is in force";
    }

    private void enforce(RevocationList asked, Fold fold) {
        list = asked;
        // First who holds no seat: else a standby that is out as well could take one in between.
        exclude(fold, false);
        exclude(fold, true);
        settle(fold);
        fold.revoked(list);
    }

    /**
     * Has sensors watch as the list in force says, as soon as a view can be formed: that uses up a key of every seat, and lists
     * may come one after the other, those of a former life too.
     */
    void settle(Fold fold) {
        if (!fold.floor().allowsView(fold.seats())) return;
        fold.seats().occupants().forEach(occupant -> watch(occupant, fold));
    }

    private void exclude(Fold fold, boolean seated) {
        String cause = CAUSE + list.number();
        for (Genesis.Founder founder : roster.all()) {
            MemberId member = founder.member();
            boolean due = fold.seats().seatOf(member).isPresent() == seated
                    && !fold.seats().excluded(member)
                    && revokes(founder);
            if (due) fold.demand(member, Charge.of(Ground.REVOCATION, cause));
        }
    }

    private Optional<String> outdated(RevocationList asked) {
        return asked.number() <= list.number()
                ? Optional.of("CRL " + list.number() + " is in force")
                : Optional.empty();
    }

    private Optional<String> flaw(RevocationList asked, Fold fold) {
        List<MemberId> struck = fold.seats().occupants().stream()
                .filter(occupant -> asked.revokes(Bearer.of(occupant.origin())))
                .map(Occupant::member)
                .toList();
        // Those that an earlier list has stripped or excluded: else one list after the other would take all away
        // (GM-19).
        List<MemberId> before = fold.seats().occupants().stream()
                .map(Occupant::member)
                .filter(fold::strippedByRevocation)
                .toList();
        List<MemberId> emptied = emptied(fold);
        long after = Stream.of(struck, before, emptied)
                .flatMap(List::stream)
                .distinct()
                .count();
        boolean many = !before.containsAll(struck) && after > fold.maxFaulty();
        // Whose certificates these are is not known here: those of one authority could be those of all members.
        boolean unnamed = asked.addsCertificatesTo(list);
        boolean leaderless = tooFewOperators(asked);
        if (outdated(asked).isPresent() || (!many && !unnamed && !leaderless)) return outdated(asked);
        String what = many
                ? "it revokes " + struck
                        + (before.isEmpty() ? "" : ", and " + before + " are stripped already")
                        + (emptied.isEmpty() ? "" : ", and nobody has taken the seats of " + emptied)
                        + (before.isEmpty() && emptied.isEmpty() ? " at once" : "")
                        + ", more than " + fold.maxFaulty()
                : unnamed
                        ? "it revokes certificates without saying whose"
                        : "it leaves fewer operators than have to approve an instruction";
        return Optional.of(what + ": that needs operators' approval");
    }

    /** Whom a CRL has excluded from seats that nobody has taken since. A seat that is vacant for another reason is not counted. */
    private static List<MemberId> emptied(Fold fold) {
        return fold.seats().exclusions().stream()
                .filter(each -> each.cause().startsWith(CAUSE) && vacantSince(each, fold))
                .map(Exclusion::member)
                .toList();
    }

    private static boolean vacantSince(Exclusion exclusion, Fold fold) {
        List<ViewRecord> until = fold.records().stream()
                .filter(record -> record.firstSlot() <= exclusion.slot())
                .toList();
        if (until.isEmpty()) return false; // in a former life
        OptionalInt seat = until.get(until.size() - 1).seatOf(exclusion.member());
        if (seat.isEmpty()) return false;
        List<List<Optional<Occupant>>> since = Stream.concat(
                        fold.records().stream().skip(until.size()).map(ViewRecord::seats),
                        Stream.of(fold.seats().all()))
                .toList();
        int seats = until.get(until.size() - 1).seats().size();
        for (List<Optional<Occupant>> each : since) {
            boolean fewer = each.size() < seats; // operators have approved that
            if (fewer || each.get(seat.getAsInt()).isPresent()) return false;
            seats = each.size();
        }
        return true;
    }

    /** The authority alone does not silence the operators, who stand above it (GM-24). */
    private boolean tooFewOperators(RevocationList asked) {
        long left = left(asked);
        return left < genesis.operators().needed() && left < left(list);
    }

    private long left(RevocationList after) {
        return genesis.operators().keys().stream()
                .map(each -> new Bearer(new Principal(Principal.Kind.OPERATOR, each.id()), each.key()))
                .filter(each -> !after.revokes(each))
                .count();
    }

    private void watch(Occupant occupant, Fold fold) {
        List<SensorKey> watching = watching(roster.of(occupant.member()).orElseThrow());
        if (watching.equals(occupant.sensors())) return;
        String names = String.join(", ", watching.stream().map(SensorKey::id).toList());
        fold.seats()
                .replace(
                        occupant.withSensors(watching),
                        occupant.member() + " watched by " + (names.isEmpty() ? "none" : names));
    }
}

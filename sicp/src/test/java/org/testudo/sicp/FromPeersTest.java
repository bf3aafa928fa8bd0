package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Superseded;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Genesis.Founder;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.signature.StatementKeyPair;

/** GM-23: how many peers have to refuse this start for it to stop, of a group that operators may have resized. */
class FromPeersTest {
    private final Genesis genesis = new Genesis(
            "payments",
            Digest.ZERO,
            Quorum.of(4, FaultModel.BYZANTINE),
            founders("a", "b", "c", "d"),
            founders("e", "f", "g"),
            List.of(),
            new byte[0]);
    private final List<Notice> told = new ArrayList<>();
    private final FromPeers peers = new FromPeers(null, genesis, told::add);

    private static List<Founder> founders(String... names) {
        return Stream.of(names)
                .map(name -> new Founder(
                        new MemberId(name),
                        Digest.ZERO,
                        StatementKeyPair.generate().key(),
                        List.of()))
                .toList();
    }

    private boolean stops(String... by) {
        told.clear();
        Set<MemberId> members = new TreeSet<>();
        for (String each : by) members.add(new MemberId(each));
        peers.superseded(members);
        return told.equals(List.of(new Superseded(List.copyOf(members))));
    }

    /** A view of these seats, the first ones of the roster. */
    private ViewRecord view(int seats) {
        ViewRecord first = genesis.firstView(genesis.life("one"));
        List<Optional<Occupant>> held = genesis.roster().stream()
                .limit(seats)
                .map(it -> Optional.of(new Occupant(
                        it.member(),
                        1,
                        it.certificate(),
                        it.statementKey(),
                        Optional.of(it.statementKey()),
                        List.of(),
                        true)))
                .toList();
        return new ViewRecord(
                1,
                first.life(),
                2,
                0,
                Digest.ZERO,
                first.digest(),
                Quorum.of(seats, FaultModel.BYZANTINE),
                first.versions(),
                Instant.EPOCH,
                held,
                List.of(),
                List.of(),
                first.charter(),
                "test");
    }

    /** It knows no view: the group may have seven seats by now, of which two are faulty. */
    @Test
    void whoKnowsNoViewAsksForAsManyAsTheRosterAllows() {
        assertThat(stops("a", "b")).isFalse();
        assertThat(stops("a", "e", "f")).isTrue();
        peers.installed(genesis.firstView());
        assertThat(stops("a", "b")).as("in view 0 nobody has been given a seat").isFalse();
    }

    @Test
    void whoKnowsAViewGoesByItsSeats() {
        peers.installed(view(4));
        assertThat(stops("a")).isFalse();
        assertThat(stops("a", "b")).isTrue();
        assertThat(stops("a", "e", "f", "g"))
                .as("standbys are not counted among the f")
                .isFalse();
    }

    @Test
    void afterAResizeTwoLiarsStopNobody() {
        peers.installed(view(4));
        peers.installed(view(7));

        assertThat(stops("a", "b")).isFalse();
        assertThat(stops("a", "b", "g")).isTrue();
    }
}

package org.testudo.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.statement.StatementKey;

/** AB-17: leader, a function of the view record and the epoch alone. */
class RotationTest {
    @Test
    void activeSeatsTakeTurnsFromTheStartSeatThenAllOccupiedSeatsDo() {
        ViewRecord record = record(2, "aaia");

        assertThat(leaders(record, 9)).containsExactly(3, 0, 1, 2, 3, 0, 1, 3, 0);
    }

    @Test
    void vacantSeatsNeverLead() {
        assertThat(leaders(record(1, "a-aa"), 8)).containsExactly(2, 3, 0, 2, 3, 0, 2, 3);
    }

    @Test
    void nextViewStartsWithTheLeaderOfTheBirthEpochOfTheLastSlot() {
        ViewRecord ended = record(1, "aaaa");

        assertThat(Rotation.startOfNext(ended, 0, ended.seats())).isEqualTo(1);
        assertThat(Rotation.startOfNext(ended, 6, ended.seats())).isEqualTo(3);
    }

    @Test
    void nextViewStartsWithTheNextActiveSeatWhenThatLeaderIsOutOrInactive() {
        ViewRecord ended = record(1, "aaaa");

        assertThat(Rotation.startOfNext(ended, 0, record(0, "a-ia").seats())).isEqualTo(3);
        assertThat(Rotation.startOfNext(ended, 2, record(0, "-aa-").seats())).isEqualTo(1);
    }

    /** GM-3: after a resize seats have other numbers; who led leads on, or who sat next to it. */
    @Test
    void viewWithFewerSeatsStartsWithTheLeaderWhereItSitsNow() {
        ViewRecord ended = record(1, "aaaaaaa");
        List<Optional<Occupant>> others = without(ended, 0, 1, 4);
        List<Optional<Occupant>> notTheLeader = without(ended, 3, 4, 5);
        List<Optional<Occupant>> last = without(ended, 0, 5, 6);

        assertThat(Rotation.startOfNext(ended, 2, others)).isEqualTo(1);
        assertThat(Rotation.startOfNext(ended, 2, notTheLeader)).isEqualTo(3);
        assertThat(Rotation.startOfNext(ended, 4, last)).isEqualTo(0);
    }

    @Test
    void viewWithMoreSeatsStartsWithTheLeader() {
        assertThat(Rotation.startOfNext(
                        record(1, "aaaa"), 1, record(0, "aaaaiii").seats()))
                .isEqualTo(2);
    }

    private static List<Optional<Occupant>> without(ViewRecord ended, int... seats) {
        List<Optional<Occupant>> left = new ArrayList<>(ended.seats());
        for (int i = seats.length - 1; i >= 0; i--) left.remove(seats[i]);
        return left;
    }

    @Test
    void viewWithoutActiveSeatIsLedByAnOccupiedOne() {
        ViewRecord record = record(0, "-iii");

        assertThat(leaders(record, 4)).containsExactly(1, 2, 3, 1);
        assertThat(Rotation.startOfNext(record(0, "aaaa"), 0, record.seats())).isEqualTo(1);
    }

    private static List<Integer> leaders(ViewRecord record, int epochs) {
        return IntStream.range(0, epochs)
                .mapToObj(epoch -> Rotation.leader(record, epoch))
                .toList();
    }

    /** One letter per seat: - vacant, i inactive, else active. */
    private static ViewRecord record(int start, String pattern) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            seats.add(c == '-' ? Optional.empty() : Optional.of(occupant(i, c != 'i')));
        }
        GroupLife life = new GroupLife(Digest.ZERO, Digest.ZERO);
        Quorum quorum = Quorum.of(pattern.length(), FaultModel.BYZANTINE);
        return new ViewRecord(
                3,
                life,
                7,
                start,
                Digest.ZERO,
                Digest.ZERO,
                quorum,
                ProtocolVersion.current(),
                Instant.EPOCH,
                seats,
                List.of(),
                List.of(),
                new Charter(Digest.ZERO, Digest.ZERO, Digest.ZERO),
                "test");
    }

    private static Occupant occupant(int seat, boolean active) {
        StatementKey key = StatementKey.fromBytes(new byte[StatementKey.LENGTH]);
        return new Occupant(new MemberId("m" + seat), 1, Digest.ZERO, key, Optional.of(key), List.of(), active);
    }
}

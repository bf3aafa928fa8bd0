package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.gacp.core.QueryAnswered;
import org.testudo.gacp.core.QueryOffered;

/** CA-7: what one client asks for takes nothing from another. */
class AnswerRoomTest {
    private final AnswerRoom room = new AnswerRoom();

    private static QueryAnswered answer(String client, int length) {
        Principal principal = new Principal(Principal.Kind.CLIENT, client);
        return new QueryAnswered(new QueryOffered(principal, 1, 1, new byte[0]), 1, false, new byte[length]);
    }

    @Test
    void aClientThatTakesAllItMayHaveLeavesRoomForOthers() {
        for (int i = 0; i < AnswerRoom.MOST_OF_ONE; i++)
            assertThat(room.take(answer("alice", 1))).isTrue();

        assertThat(room.take(answer("alice", 1))).isFalse();
        assertThat(room.take(answer("bob", 1))).isTrue();

        room.give(answer("alice", 1));
        assertThat(room.take(answer("alice", 1))).isTrue();
    }

    @Test
    void bytesOfOneClientAreBoundedToo() {
        int half = (int) (AnswerRoom.MOST_BYTES_OF_ONE / 2);
        assertThat(room.take(answer("alice", half))).isTrue();
        assertThat(room.take(answer("alice", half))).isTrue();

        assertThat(room.take(answer("alice", 1))).isFalse();
        assertThat(room.take(answer("bob", half))).isTrue();

        room.give(answer("alice", half));
        room.give(answer("alice", half));
        assertThat(room.take(answer("alice", half))).isTrue();
    }

    @Test
    void allTogetherAreBounded() {
        int clients = AnswerRoom.MOST / AnswerRoom.MOST_OF_ONE;
        for (int i = 0; i < AnswerRoom.MOST; i++)
            assertThat(room.take(answer("c" + i % clients, 1))).isTrue();

        assertThat(room.take(answer("late", 1))).isFalse();
        for (int i = 0; i < AnswerRoom.MOST; i++) room.give(answer("c" + i % clients, 1));
        assertThat(room.take(answer("late", 1))).isTrue();
    }
}

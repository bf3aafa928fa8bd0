package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrewTest {
    private final Crew crew = new Crew(List.of("alice", "bob"), List.of("eve", "frank"));

    @Test
    void whoRetiresComesAgainAfterAllOthers() {
        crew.admitted(crew.next());
        crew.retires("alice");
        crew.sit(List.of("bob", "eve"));

        assertThat(crew.seated()).containsExactly("bob", "eve");
        assertThat(crew.standbys()).isEmpty();
        assertThat(crew.next()).isEqualTo("frank");
        crew.admitted("frank");
        assertThat(crew.next()).isEqualTo("alice");
        assertThat(crew.retired()).containsExactly("alice");
    }

    @Test
    void whoTurnsNeverComesAgain() {
        crew.turns("bob", 7);
        crew.admitted("eve");
        crew.admitted("frank");

        assertThat(crew.hasAbsent()).isFalse();
        assertThat(crew.seated()).containsExactly("alice");
        assertThat(crew.struck()).containsEntry("bob", 7L);
        assertThat(crew.all()).containsExactly("alice", "bob", "eve", "frank");
    }

    @Test
    void troubleGoesRound() {
        Random random = new Random(1);
        String first = crew.draw(random);
        crew.trouble(first);

        assertThat(crew.draw(random)).isNotEqualTo(first);
    }
}

package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.testudo.benchmarks.chaos.Succession.Link;
import org.testudo.cli.demo.MemberEvent;

/** A right succession of views passes; each way in which one can be wrong is found. */
class SuccessionTest {
    private static final List<String> FOUNDERS = List.of("alice", "bob", "carol", "dave");
    private static final List<String> AFTER = List.of("alice", "bob", "dave", "eve");
    private static final List<String> CAROL = List.of("carol");
    private static final List<String> NOBODY = List.of();
    private static final long TURNED = 100;

    private final List<Link> chain = new ArrayList<>(List.of(
            link(1, FOUNDERS, NOBODY, NOBODY),
            link(2, FOUNDERS, List.of("eve"), NOBODY),
            link(3, AFTER, NOBODY, CAROL),
            link(4, AFTER, List.of("frank"), CAROL)));

    private Succession succession = new Succession(Map.of("carol", TURNED), Set.of());

    @Test
    void rightSuccessionPasses() {
        succession.proved(chain);
        for (Link each : chain) {
            if (each.id() < 3) succession.told("carol", told(each, 50 + each.id()));
            succession.told("alice", told(each, 100 + each.id()));
            succession.told("alice", certified(each));
        }

        assertThat(succession.violations()).isEmpty();
        assertThat(succession.views()).isEqualTo(4);
        assertThat(succession.excluded()).containsExactly("carol");
    }

    @Test
    void nothingIsWrongWithASeatThatWasGivenUp() {
        succession = new Succession(Map.of(), Set.of("carol"));
        succession.proved(List.of(link(1, FOUNDERS, List.of("eve"), NOBODY), link(2, AFTER, NOBODY, NOBODY)));

        assertThat(succession.violations()).isEmpty();
    }

    @Test
    void twoChainsAreFound() {
        Link forked = new Link(3, "other", "2", AFTER, NOBODY, NOBODY, CAROL, 3);
        chain.set(2, forked);
        succession.proved(chain);

        assertThat(succession.violations()).singleElement().asString().contains("view 4 does not follow view 3");
    }

    @Test
    void viewThatIsMissingIsFound() {
        chain.remove(1);
        succession.proved(chain);

        assertThat(succession.violations()).anyMatch(it -> it.contains("view 3 does not follow view 1"));
    }

    @Test
    void memberInAnotherViewIsFound() {
        succession.proved(chain);
        succession.told("bob", told(link(3, FOUNDERS, NOBODY, NOBODY), 103));

        assertThat(succession.violations()).singleElement().asString().contains("bob was in another view 3");
    }

    @Test
    void memberThatCountsOnWhoRestsIsFound() {
        chain.set(3, new Link(4, "4", "3", List.of("alice", "bob", "dave"), List.of("eve"), NOBODY, CAROL, 3));
        succession.proved(chain);
        succession.told("bob", told(link(4, AFTER, NOBODY, CAROL), 104));

        assertThat(succession.violations()).singleElement().asString().contains("bob was in another view 4");
    }

    @Test
    void viewOfAMemberThatNothingProvesIsFound() {
        succession.proved(chain);
        succession.told("bob", told(link(5, AFTER, NOBODY, CAROL), 105));

        assertThat(succession.violations()).singleElement().asString().contains("view 5, which nothing proves");
    }

    /** The same members, in a record that differs: two groups could go on from it. */
    @Test
    void certificateOfAnotherRecordIsFound() {
        succession.proved(chain);
        succession.told("bob", certified(new Link(3, "other", "2", AFTER, NOBODY, NOBODY, CAROL, 3)));

        assertThat(succession.violations()).singleElement().asString().contains("certificate of another view 3");
    }

    @Test
    void excludedMemberThatComesBackIsFound() {
        chain.set(3, link(4, AFTER, NOBODY, NOBODY));
        succession.proved(chain);

        assertThat(succession.violations())
                .singleElement()
                .asString()
                .contains("carol is out in view 3, and no longer in view 4");
    }

    @Test
    void excludedMemberWithASeatIsFound() {
        chain.set(3, link(4, FOUNDERS, NOBODY, CAROL));
        succession = new Succession(Map.of("carol", TURNED), Set.of("eve"));
        succession.proved(chain);

        assertThat(succession.violations())
                .singleElement()
                .asString()
                .contains("carol is out in view 4, and takes part");
    }

    @Test
    void excludedMemberAmongTheStandbysIsFound() {
        chain.set(3, link(4, AFTER, CAROL, CAROL));
        succession.proved(chain);

        assertThat(succession.violations())
                .singleElement()
                .asString()
                .contains("carol is out in view 4, and takes part");
    }

    @Test
    void correctMemberThatIsExcludedIsFound() {
        succession = new Succession(Map.of("bob", TURNED), Set.of());
        succession.proved(chain);

        assertThat(succession.violations())
                .anyMatch(it -> it.contains("carol is excluded in view 3, and has done nothing"));
    }

    @Test
    void exclusionBeforeTheDeedIsFound() {
        succession.proved(chain);
        succession.told("alice", told(chain.get(2), TURNED - 1));

        assertThat(succession.violations())
                .singleElement()
                .asString()
                .contains("carol was excluded before it had done anything");
    }

    @Test
    void seatThatIsTakenFromACorrectMemberIsFound() {
        succession.proved(List.of(link(1, FOUNDERS, List.of("eve"), NOBODY), link(2, AFTER, NOBODY, NOBODY)));

        assertThat(succession.violations()).singleElement().asString().contains("carol has lost its seat in view 2");
    }

    @Test
    void viewThatCannotDecideIsFound() {
        List<String> two = List.of("alice", "bob");
        succession = new Succession(Map.of(), Set.copyOf(FOUNDERS));
        succession.proved(List.of(link(1, FOUNDERS, NOBODY, NOBODY), link(2, two, NOBODY, NOBODY)));

        assertThat(succession.violations()).singleElement().asString().contains("view 2 has 2 members with seats, 3");
    }

    @Test
    void chainThatCannotBeProvedIsFound() {
        succession.unproved("2 signatures are valid, 3 are needed");

        assertThat(succession.violations()).singleElement().asString().contains("2 signatures are valid");
    }

    /** An attacker says what it likes. */
    @Test
    void wordOfOneThatHasTurnedCountsForNothing() {
        succession.proved(chain);
        succession.told("carol", told(link(9, CAROL, NOBODY, FOUNDERS), TURNED + 1));

        assertThat(succession.violations()).isEmpty();
    }

    private static Link link(long id, List<String> active, List<String> standbys, List<String> excluded) {
        return new Link(id, "" + id, "" + (id - 1), active, NOBODY, standbys, excluded, 3);
    }

    private static MemberEvent told(Link link, long nanos) {
        return new MemberEvent(
                nanos,
                "view",
                Map.of(
                        "id", link.id(),
                        "members", link.active(),
                        "inactive", link.inactive(),
                        "excluded", link.excluded()));
    }

    private static MemberEvent certified(Link link) {
        return new MemberEvent(200, "certified", Map.of("id", link.id(), "digest", link.digest()));
    }
}

package org.testudo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Views;

/** What JGroups is shown: who is active, and who was started again as one that goes and comes (GM-25). */
class ShownViewsTest {
    private static final Map<Address, MemberId> MEMBERS = new LinkedHashMap<>();

    private final ViewRecord first = Views.first();
    private final ShownViews shown =
            new ShownViews(first.occupant(Views.BOB).orElseThrow().origin(), ShownViewsTest::address);

    private static Address address(MemberId member) {
        Address address = new UUID(1, member.name().hashCode());
        MEMBERS.put(address, member);
        return address;
    }

    private List<String> after(ViewRecord record) {
        return shown.after(record).stream().map(ShownViewsTest::text).toList();
    }

    private static String text(View view) {
        return view.getViewId().getId() + " "
                + view.getMembers().stream()
                        .map(each -> MEMBERS.get(each).name().substring(0, 1))
                        .collect(Collectors.joining());
    }

    @Test
    void activeMembersAreShownInTheOrderOfTheirSeats() {
        assertThat(after(first)).containsExactly("0 abcd");
        assertThat(after(Views.active(first, Views.ALICE, false))).containsExactly("2 bcd");
    }

    @Test
    void memberThatWasStartedAgainIsShownToGoAndToCome() {
        after(first);
        ViewRecord again = Views.restarted(first, Views.CAROL);

        assertThat(after(again)).containsExactly("1 abd", "2 abcd");
        assertThat(after(Views.rekeyed(again))).containsExactly("4 abcd");
    }

    /** As most often: the new start is inactive at first. Then it is shown once only. */
    @Test
    void memberThatIsSeenWithoutIsNotShownToGoOnceMore() {
        after(first);
        ViewRecord again = Views.active(Views.restarted(first, Views.CAROL), Views.CAROL, false);

        assertThat(after(again)).containsExactly("4 abd");
        assertThat(after(Views.active(again, Views.CAROL, true))).containsExactly("6 abcd");
    }

    /** It has not seen the view without: when it is shown one again, two are shown. */
    @Test
    void inactiveMemberKeepsItsViewAndSeesAfterwardsWhoWasStartedAgain() {
        after(first);
        ViewRecord out = Views.active(first, Views.BOB, false);
        assertThat(after(out)).isEmpty();
        ViewRecord gone = Views.active(Views.restarted(out, Views.CAROL), Views.CAROL, false);
        assertThat(after(gone)).isEmpty();
        ViewRecord back = Views.active(gone, Views.CAROL, true);
        assertThat(after(back)).isEmpty();

        assertThat(after(Views.active(back, Views.BOB, true))).containsExactly("9 abd", "10 abcd");
    }

    /** The start before this one at the same address is not this one. */
    @Test
    void nothingIsShownWhereAnotherStartOfThisMemberIsSeated() {
        after(first);

        assertThat(after(Views.restarted(first, Views.BOB))).isEmpty();
        assertThat(after(Views.without(first, Views.BOB))).isEmpty();
    }
}

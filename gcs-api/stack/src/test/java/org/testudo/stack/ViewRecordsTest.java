package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.ViewRecord;

/** HOST-2: which records a message can be verified under. */
class ViewRecordsTest {
    private final ViewRecord first = Views.first();
    private final ViewRecords records = new ViewRecords(first, List.of(), each -> null);

    /** GM-21: while a group forms a chain of views can be proved that is of a former life. */
    @Test
    void whatWasProvedOfAnotherLifeIsVoidWhenOneBegins() {
        ViewRecord former = Views.after(first, 2);
        records.learn(former);
        records.learn(Views.after(former, 3));
        assertThat(records.highest()).isEqualTo(2);

        GroupLife another = new GroupLife(first.life().genesis(), Digest.of(out -> out.writeText("another")));
        ViewRecord present = Views.after(LoopbackTransport.genesis().firstView(another), 2);
        records.install(present);

        assertThat(records.highest()).isEqualTo(1);
        assertThat(records.of(1)).contains(present);
        assertThat(records.of(0)).contains(first);
    }

    @Test
    void whatWasProvedOfTheSameLifeStays() {
        ViewRecord next = Views.after(first, 2);
        ViewRecord last = Views.after(next, 3);
        records.learn(next);
        records.learn(last);

        records.install(next);

        assertThat(records.of(2)).contains(last);
    }

    /** However many later views are proved, what is said in the one in force can be verified. */
    @Test
    void recordInForceIsKeptAmongManyThatAreProved() {
        ViewRecord last = first;
        for (int i = 0; i < ViewRecords.KEPT + 5; i++) {
            last = Views.after(last, i + 2);
            records.learn(last);
        }

        assertThat(records.of(0)).isEqualTo(Optional.of(first));
        assertThat(records.of(6)).isEmpty();
        assertThat(records.of(7)).isPresent();
        assertThat(records.of(last.id())).contains(last);
    }
}

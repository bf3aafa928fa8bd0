package org.testudo.gacp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.gacp.client.PaperGroup.member;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/** GM-5, GM-12, CA-5, CA-8: a client believes the chain of certificates from the genesis, whoever brings it. */
class ViewChainTest {
    private final PaperGroup group = new PaperGroup();
    private final ViewChain chain = group.chain();
    private final ViewRecord first = group.first();
    private final ViewRecord second = group.after(first);

    @Test
    void beginsWithTheViewOfTheGenesisInWhichNoLifeIsKnown() {
        ViewChain begun = new ViewChain(group.genesis, group.verifier);

        assertThat(begun.head()).isEqualTo(group.genesis.firstView());
        assertThat(begun.lives()).isEmpty();
    }

    /** GM-21: whichever life a quorum of founders has signed; that it is the present one is a question of freshness. */
    @Test
    void firstStepTellsTheLife() {
        ViewChain begun = new ViewChain(group.genesis, group.verifier);

        assertThat(begun.extend(group.beginning())).isTrue();
        assertThat(begun.lives().orElseThrow().formed()).isEqualTo(group.life);
        begun.restart();
        assertThat(begun.lives()).isEmpty();
    }

    @Test
    void goesOnWithTheSignaturesOfAQuorum() {
        assertThat(chain.extend(group.certificate(first, second, 0, 2, 3))).isTrue();

        assertThat(chain.head()).isEqualTo(second);
    }

    @Test
    void fewerThanAQuorumProveNothing() {
        assertThat(chain.extend(group.certificate(first, second, 0, 1))).isFalse();
        assertThat(chain.extend(group.certificate(first, second))).isFalse();
        assertThat(chain.head()).isEqualTo(first);
    }

    @Test
    void oneSeatTwiceIsNotTwoSeats() {
        ViewCertificate two = group.certificate(first, second, 0, 1);
        List<ViewCertificate.SeatSignature> doubled = new ArrayList<>(two.signatures());
        doubled.add(two.signatures().get(1));

        assertThat(chain.extend(new ViewCertificate(second, doubled))).isFalse();
    }

    @Test
    void aSeatsSignatureUnderAnotherSeatsNumberDoesNotCount() {
        ViewCertificate two = group.certificate(first, second, 0, 1);
        List<ViewCertificate.SeatSignature> borrowed = new ArrayList<>(two.signatures());
        borrowed.add(
                new ViewCertificate.SeatSignature(2, two.signatures().get(0).signature()));

        assertThat(chain.extend(new ViewCertificate(second, borrowed))).isFalse();
    }

    @Test
    void signaturesOutOfOrderAreNoCertificate() {
        List<ViewCertificate.SeatSignature> reversed =
                new ArrayList<>(group.certificate(first, second, 0, 1, 2).signatures());
        Collections.reverse(reversed);

        assertThat(chain.extend(new ViewCertificate(second, reversed))).isFalse();
    }

    @Test
    void aForgedRecordUnderGenuineSignaturesIsRefused() {
        ViewRecord forged = group.after(first, member(1));
        ViewCertificate genuine = group.certificate(first, second, 0, 1, 2, 3);

        assertThat(chain.extend(new ViewCertificate(forged, genuine.signatures())))
                .isFalse();
    }

    @Test
    void keysOfTheNewViewDoNotCertifyIt() {
        ViewRecord third = group.after(second);

        assertThat(chain.extend(group.certificate(second, third, 0, 1, 2))).isFalse();
        assertThat(chain.head()).isEqualTo(first);
    }

    @Test
    void aViewIsNotSkippedAndNeverGoesBack() {
        ViewRecord third = group.after(second);
        chain.extend(group.certificate(first, second, 0, 1, 2));
        chain.extend(group.certificate(second, third, 0, 1, 2));

        assertThat(chain.extend(group.certificate(first, second, 0, 1, 2))).isFalse();
        assertThat(chain.extend(group.certificate(first, group.after(first), 0, 1, 2)))
                .isFalse();
        assertThat(chain.head()).isEqualTo(third);
    }

    @Test
    void aRecordOfAnotherLifeIsRefused() {
        GroupLife other = group.genesis.life("life-2");
        ViewRecord elsewhere = group.after(group.formed(other));

        assertThat(chain.extend(group.certificate(first, elsewhere, 0, 1, 2))).isFalse();
    }

    @Test
    void aRecordWhoseIdIsNotTheNextIsRefused() {
        ViewRecord far = group.with(first, 7, second.seats());

        assertThat(chain.extend(group.certificate(first, far, 0, 1, 2))).isFalse();
    }

    @Test
    void anInvalidSignatureBesideAQuorumOfGoodOnesDoesNoHarm() {
        ViewCertificate good = group.certificate(first, second, 0, 1, 2);
        List<ViewCertificate.SeatSignature> spoilt = new ArrayList<>(good.signatures());
        spoilt.add(new ViewCertificate.SeatSignature(3, good.signatures().get(0).signature()));

        assertThat(chain.extend(new ViewCertificate(second, spoilt))).isTrue();
    }

    @Test
    void aSeatWithoutAKeyInTheViewCannotCertifyTheNext() {
        List<Optional<Occupant>> seats = new ArrayList<>(second.seats());
        seats.set(0, seats.get(0).map(it -> it.withViewKey(Optional.empty())));
        ViewRecord keyless = group.with(first, 2, seats);
        chain.extend(group.certificate(first, keyless, 0, 1, 2));
        ViewRecord third = group.after(keyless);
        ViewCertificate two = group.certificate(keyless, third, 1, 2);
        List<ViewCertificate.SeatSignature> withKeyless = new ArrayList<>();
        withKeyless.add(
                new ViewCertificate.SeatSignature(0, two.signatures().get(0).signature()));
        withKeyless.addAll(two.signatures());

        assertThat(chain.extend(new ViewCertificate(third, withKeyless))).isFalse();
        assertThat(chain.extend(group.certificate(keyless, third, 1, 2, 3))).isTrue();
    }
}

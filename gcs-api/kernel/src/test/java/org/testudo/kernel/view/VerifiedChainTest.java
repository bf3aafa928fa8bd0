package org.testudo.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.kernel.view.VerifiedChain.Step;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;

/** GM-5, GM-12, GM-21: what proves a view and what does not. */
class VerifiedChainTest {
    private final PaperChain paper = new PaperChain(4, FaultModel.BYZANTINE);
    private final VerifiedChain chain = new VerifiedChain(paper.genesis, PaperChain.VERIFIER);
    private final ViewRecord one = paper.after(paper.first);
    private final ViewRecord two = paper.after(one);

    @Test
    void aQuorumOfTheViewBeforeProvesTheNext() {
        Step first = chain.extend(paper.certificate(paper.first, one, 0, 1, 3));
        Step second = chain.extend(paper.certificate(one, two, 0, 1, 2, 3));

        assertThat(first).isEqualTo(new Step(one, 3, 3, java.util.Optional.empty()));
        assertThat(second.holds()).isTrue();
        assertThat(second.valid()).isEqualTo(4);
        assertThat(chain.head()).isEqualTo(two);
        chain.restart();
        assertThat(chain.head()).isEqualTo(paper.genesis.firstView());
    }

    @Test
    void oneSignatureTooFewProvesNothing() {
        Step step = chain.extend(paper.certificate(paper.first, one, 0, 3));

        assertRefused(step, "of its 2 signatures 2 are valid under the keys of view 0, 3 are needed");
        assertThat(chain.extend(paper.certificate(paper.first, one)).holds()).isFalse();
    }

    @Test
    void theSignatureOfASeatWithoutKeyDoesNotCount() {
        ViewRecord keyless = paper.keyless(paper.first, 1);
        ViewRecord next = paper.after(keyless);
        chain.extend(paper.certificate(paper.first, keyless, 0, 1, 2));

        Step step = chain.extend(paper.certificate(keyless, next, 0, 1, 2));

        assertThat(step.flaw()).hasValueSatisfying(why -> assertThat(why).contains("of its 3 signatures 2 are valid"));
        assertThat(chain.extend(paper.certificate(keyless, next, 0, 2, 3)).holds())
                .isTrue();
    }

    @Test
    void theKeysOfTheNewViewDoNotCertifyIt() {
        chain.extend(paper.certificate(paper.first, one, 0, 1, 2));
        ViewCertificate good = paper.certificate(one, two, 0, 1);
        List<SeatSignature> signatures = new ArrayList<>(good.signatures());
        signatures.add(paper.certificate(two, two, 2).signatures().get(0));

        assertThat(chain.extend(new ViewCertificate(two, signatures)).valid()).isEqualTo(2);
        assertThat(chain.head()).isEqualTo(one);
    }

    @Test
    void aRecordOfAnotherLifeIsRefused() {
        chain.extend(paper.certificate(paper.first, one, 0, 1, 2));
        ViewRecord other = paper.after(one, 2, paper.genesis.life("another"));

        assertRefused(chain.extend(paper.certificate(one, other, 0, 1, 2)), "another life");
    }

    /** GM-21: view 1 must be of a life that was formed. */
    @Test
    void noViewButTheFirstIsOfNoLife() {
        ViewRecord lifeless = paper.after(paper.first, 1, paper.genesis.forming());

        assertRefused(chain.extend(paper.certificate(paper.first, lifeless, 0, 1, 2)), "another life");
    }

    @Test
    void aRecordOfAnotherGenesisIsRefused() {
        PaperChain other = new PaperChain(4, FaultModel.BYZANTINE, "other");

        assertRefused(chain.extend(other.certificates(1).get(0)), "another genesis");
    }

    @Test
    void aSkippedViewIsRefused() {
        assertRefused(chain.extend(paper.certificate(one, two, 0, 1, 2)), "view 2, which does not follow view 0");
        ViewRecord far = paper.after(paper.first, 2, paper.life);
        assertRefused(chain.extend(paper.certificate(paper.first, far, 0, 1, 2)), "does not follow view 0");
    }

    @Test
    void aRecordThatFollowsAnotherPastIsRefused() {
        chain.extend(paper.certificate(paper.first, one, 0, 1, 2));
        ViewRecord forked = paper.after(paper.keyless(paper.first, 3));

        assertRefused(chain.extend(paper.certificate(one, forked, 0, 1, 2)), "follows another record of view 1");
    }

    @Test
    void seatsTwiceOutOfOrderOrOutsideAreRefused() {
        assertRefused(chain.extend(paper.certificate(paper.first, one, 0, 1, 1)), "distinct seats");
        assertRefused(chain.extend(paper.certificate(paper.first, one, 2, 1, 0)), "distinct seats");
        assertRefused(chain.extend(paper.certificate(paper.first, one, 0, 1, 4)), "nobody holds seat 4");
    }

    /** GM-21: founders that restart have forgotten what they signed, so a majority does not do in view 0. */
    @Test
    void viewZeroNeedsMoreThanAMajorityInTheModelCrashAndLaterViewsDoNot() {
        PaperChain crash = new PaperChain(3, FaultModel.CRASH);
        VerifiedChain begun = new VerifiedChain(crash.genesis, PaperChain.VERIFIER);
        ViewRecord next = crash.after(crash.first);

        assertThat(begun.extend(crash.certificate(crash.first, next, 0, 1)).holds())
                .isFalse();
        assertThat(begun.extend(crash.certificate(crash.first, next, 0, 1, 2)).holds())
                .isTrue();
        Step second = begun.extend(crash.certificate(next, crash.after(next), 1, 2));
        assertThat(second.holds()).isTrue();
        assertThat(second.needed()).isEqualTo(2);
    }

    /** GM-3, GM-12: a view is certified by a quorum of the view before it, whatever size either has. */
    @Test
    void afterAResizeTheQuorumIsThatOfTheViewBefore() {
        ViewRecord seven = paper.resized(one, 7);
        ViewRecord still = paper.after(seven);
        ViewRecord four = paper.resized(still, 4);
        ViewRecord last = paper.after(four);
        chain.extend(paper.certificate(paper.first, one, 0, 1, 2));

        assertThat(chain.extend(paper.certificate(one, seven, 0, 1, 3)).needed())
                .isEqualTo(3);
        assertRefused(chain.extend(paper.certificate(seven, still, 0, 1, 2, 6)), "5 are needed");
        assertThat(chain.extend(paper.certificate(seven, still, 0, 1, 4, 5, 6)).holds())
                .isTrue();
        assertRefused(chain.extend(paper.certificate(still, four, 0, 1, 2)), "5 are needed");
        assertThat(chain.extend(paper.certificate(still, four, 0, 1, 2, 4, 6)).needed())
                .isEqualTo(5);
        assertRefused(chain.extend(paper.certificate(four, last, 0, 1, 5)), "nobody holds seat 5");
        assertThat(chain.extend(paper.certificate(four, last, 1, 2, 3)).needed())
                .isEqualTo(3);
        assertThat(chain.head()).isEqualTo(last);
    }

    private static void assertRefused(Step step, String why) {
        assertThat(step.holds()).isFalse();
        assertThat(step.flaw()).hasValueSatisfying(flaw -> assertThat(flaw).contains(why));
    }
}

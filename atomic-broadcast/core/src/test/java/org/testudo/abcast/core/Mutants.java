package org.testudo.abcast.core;

import java.util.Collection;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Quorum;

/** Rules with one mistake each, to prove that the checks notice. */
final class Mutants {
    private Mutants() {}

    /** No mistake: leaders propose past commands, so that slots become void. */
    static class Hasty extends AbcastRules {
        @Override
        public boolean proposesPastCommands() {
            return true;
        }
    }

    /** A quorum of one vote too few. */
    static final class QuorumOffByOne extends AbcastRules {
        @Override
        public int certificate(Quorum quorum) {
            return super.certificate(quorum) - 1;
        }
    }

    /** One signer counts as often as it signs. */
    static final class SignerTwice extends AbcastRules {
        @Override
        public int voters(Collection<Integer> seats) {
            return seats.size();
        }
    }

    /** The oldest certificate is proposed again. */
    static final class LowestEpochWins extends AbcastRules {
        @Override
        public boolean prevails(QuorumCertificate candidate, QuorumCertificate present) {
            return candidate.epoch() < present.epoch();
        }
    }

    /** Delivery does not wait for what a command does. */
    static final class NoBarrier extends Hasty {
        @Override
        public boolean raisesBarrier(Request delivered) {
            return false;
        }
    }

    /** A read is answered although slots are not delivered for which this member has sent COMMIT. */
    static final class ReadBeforeCommitted extends Hasty {
        @Override
        public long readAfter(long committed, long delivered) {
            return delivered;
        }
    }

    /** A read is answered although a view may have ended. */
    static final class ReadAtBarrier extends Hasty {
        @Override
        public boolean readsAtBarriers() {
            return true;
        }
    }

    /** Locks of one view are shown in the next. */
    static final class LocksCarried extends Hasty {
        @Override
        public boolean carriesLocks() {
            return true;
        }
    }

    /** Only epoch changes into exactly one's own epoch count for the wait. */
    static final class TimerExact extends AbcastRules {
        @Override
        public boolean reaches(long theirs, long mine) {
            return theirs == mine;
        }
    }

    /** A new leader may propose again what it likes. */
    static final class NewEpochTrusted extends AbcastRules {
        @Override
        public boolean isChoice(Digest proposed, Digest chosen) {
            return true;
        }
    }

    /** A request is delivered although one before it was not. */
    static final class GapsDelivered extends AbcastRules {
        @Override
        public boolean skips(long number, long next) {
            return number < next;
        }
    }

    /** What was signed in a former life of the group counts in this one. */
    static final class NoFreshness extends AbcastRules {
        @Override
        public boolean asksForFreshness() {
            return false;
        }
    }

    /** Majorities form a group in the model {@code crash}. */
    static final class FormByMajority extends AbcastRules {
        @Override
        public int founding(Quorum quorum) {
            return certificate(quorum);
        }
    }

    /** A member votes for a set that names another start of its own seat. */
    static final class AnyOwnStart extends AbcastRules {
        @Override
        public boolean ownStart(Origin named, Origin present) {
            return true;
        }
    }

    /** A member votes for sets of starts that it has not met. */
    static final class StaleSets extends AbcastRules {
        @Override
        public boolean formable(int named, int alive, int quorum, boolean waited) {
            return true;
        }
    }

    /** A set must be of starts that the voter has met, all of them, for ever. */
    static final class AllMustBeMet extends AbcastRules {
        @Override
        public boolean formable(int named, int alive, int quorum, boolean waited) {
            return alive == named;
        }
    }

    /** Waiting follows the slowest member. */
    static final class SlowestRoundTrip extends AbcastRules {
        @Override
        public int roundTrip(Quorum quorum) {
            return quorum.seats();
        }
    }

    /** Waiting follows as many members as hold a correct one. */
    static final class FastestRoundTrip extends AbcastRules {
        @Override
        public int roundTrip(Quorum quorum) {
            return quorum.oneCorrect();
        }
    }
}

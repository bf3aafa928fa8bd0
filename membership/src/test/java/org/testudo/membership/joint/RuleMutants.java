package org.testudo.membership.joint;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Set;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Quorum;

/** Orderings with one mistake each. */
final class RuleMutants {
    private RuleMutants() {}

    static AbcastRules quorumOffByOne() {
        return new AbcastRules() {
            @Override
            public int certificate(Quorum quorum) {
                return super.certificate(quorum) - 1;
            }
        };
    }

    static AbcastRules quorumOneTooLarge() {
        return new AbcastRules() {
            @Override
            public int certificate(Quorum quorum) {
                return super.certificate(quorum) + 1;
            }
        };
    }

    /** The one of the model {@code byzantine} in every model. */
    static AbcastRules byzantineQuorum() {
        return new AbcastRules() {
            @Override
            public int certificate(Quorum quorum) {
                return quorum.founding();
            }
        };
    }

    /** However many seats operators have made of the four that the group was founded with. */
    static AbcastRules quorumOfTheFirstSize() {
        return new AbcastRules() {
            @Override
            public int certificate(Quorum quorum) {
                return super.certificate(new Quorum(4, 1, quorum.model()));
            }
        };
    }

    static AbcastRules signerCountedTwice() {
        return new AbcastRules() {
            @Override
            public int voters(Collection<Integer> seats) {
                return seats.size();
            }
        };
    }

    static AbcastRules serialsNotLookedAt() {
        return new AbcastRules() {
            @Override
            public Set<BigInteger> revoked(RevocationList list) {
                return Set.of();
            }
        };
    }

    static AbcastRules deliveryPastACommand() {
        return new AbcastRules() {
            @Override
            public boolean raisesBarrier(Request delivered) {
                return false;
            }
        };
    }

    static AbcastRules locksCarriedAcrossViews() {
        return new AbcastRules() {
            @Override
            public boolean carriesLocks() {
                return true;
            }
        };
    }

    static AbcastRules lowestEpochWins() {
        return new AbcastRules() {
            @Override
            public boolean prevails(QuorumCertificate candidate, QuorumCertificate present) {
                return candidate.epoch() < present.epoch();
            }
        };
    }

    static AbcastRules skippedRequestMarkedAsSeen() {
        return new AbcastRules() {
            @Override
            public boolean skips(long number, long next) {
                return number < next;
            }
        };
    }

    static AbcastRules newLeaderTrusted() {
        return new AbcastRules() {
            @Override
            public boolean isChoice(Digest proposed, Digest chosen) {
                return true;
            }
        };
    }

    static AbcastRules commitJournalledWithoutItsCertificate() {
        return new AbcastRules() {
            @Override
            public boolean journalsLocks() {
                return false;
            }
        };
    }

    static AbcastRules lockForgottenAfterARestart() {
        return new AbcastRules() {
            @Override
            public boolean restoresLocks() {
                return false;
            }
        };
    }

    static AbcastRules timerForExactlyThisEpoch() {
        return new AbcastRules() {
            @Override
            public boolean reaches(long theirs, long mine) {
                return theirs == mine;
            }
        };
    }

    static AbcastRules formerLivesBelieved() {
        return new AbcastRules() {
            @Override
            public boolean asksForFreshness() {
                return false;
            }
        };
    }

    static AbcastRules formerLifeForgotten() {
        return new AbcastRules() {
            @Override
            public boolean remembersThatItLived() {
                return false;
            }
        };
    }

    static AbcastRules oneVouches() {
        return new AbcastRules() {
            @Override
            public int vouching(Quorum quorum) {
                return 1;
            }
        };
    }

    static AbcastRules anyOwnStart() {
        return new AbcastRules() {
            @Override
            public boolean ownStart(Origin named, Origin present) {
                return true;
            }
        };
    }
}

package org.testudo.kernel.command;

import java.util.List;
import java.util.Optional;
import org.testudo.api.FaultModel;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Signed statements from which anyone can see that their signer did what no correct member does (AD-10). It is judged by
 * itself, by the records of the views that it names and by the rules in force, never by where the judge stands (AD-9). Its
 * {@link #claims} are verified first; {@link #judge} says what follows if they hold.
 */
public sealed interface Evidence
        permits Contradiction, Usurpation, Concealment, ForgedCertificate, ForgedChoice, DoubleNumber, FalseCharge {
    /** The longest body of a statement in evidence: what convicts is signed in short or by digest. */
    int MAX_BODY = 4096;

    /** The certified records that a judge holds. */
    @FunctionalInterface
    interface Records {
        Optional<ViewRecord> of(long view);
    }

    /** What follows from evidence whose claims hold. */
    enum Verdict {
        /** Its signer is convicted. */
        CONVICTS,
        /** It proves nothing, and whoever brings it can see that: bringing it convicts (AD-10). */
        FALSE,
        /** It is not to be judged: another life or fault model, a view that forms the group or is not known, a rule not in force. */
        NOTHING
    }

    /** What the accused has signed and no correct member would have; of two such statements the first. */
    Claim.SignedBy statement();

    /** Whom it accuses. */
    default Principal accused() {
        return statement().signer();
    }

    /** The view in whose record the accused sits. */
    default long view() {
        return SignedStatements.bound(statement()).view();
    }

    /** All views whose records are asked for. */
    default List<Long> views() {
        return List.of(view());
    }

    /** The life of which its statements are. */
    default GroupLife life() {
        return statement().header().life();
    }

    /** The first version of the rules that knows this kind (AD-9). */
    default int since() {
        return 2;
    }

    /**
     * Whether what it shows is misbehaviour in a view of this fault model. In the model {@code crash} members show other things
     * of their votes than in the model {@code byzantine} (AB-28), and none of that convicts.
     */
    default boolean concerns(FaultModel model) {
        return true;
    }

    /** What must hold, under the record of the view that each names, before it is judged. */
    List<Claim> claims();

    /**
     * What it proves of the accused, for people and without what an attacker could have worded; empty if it proves nothing.
     *
     * @param records hold all {@link #views}
     */
    Optional<String> cause(Records records);

    /** The verdict, given that all claims hold. */
    default Verdict judge(Records records, int rules) {
        if (rules < since()) return Verdict.NOTHING;
        for (long view : views()) {
            Optional<ViewRecord> record = records.of(view);
            // In view 0 a founder that restarted without memory may have signed twice, and did no wrong (GM-21).
            boolean ofThisLife = record.isPresent()
                    && !record.get().life().forming()
                    && record.get().life().equals(life());
            if (!ofThisLife || !concerns(record.get().quorum().model())) return Verdict.NOTHING;
        }
        return cause(records).isPresent() ? Verdict.CONVICTS : Verdict.FALSE;
    }

    /** Stands first on the wire. */
    int tag();

    /** Writes what follows the tag. */
    void writeContent(WireWriter out);

    default void write(WireWriter out) {
        writeContent(out.writeByte(tag()));
    }

    /** Reads evidence whose statements are of this life. */
    static Evidence read(WireReader in, GroupLife life) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case Contradiction.TAG -> Contradiction.read(in, life);
            case Usurpation.TAG -> Usurpation.read(in, life);
            case Concealment.TAG -> Concealment.read(in, life);
            case ForgedCertificate.TAG -> ForgedCertificate.read(in, life);
            case ForgedChoice.TAG -> ForgedChoice.read(in, life);
            case DoubleNumber.TAG -> DoubleNumber.read(in, life);
            case FalseCharge.TAG -> FalseCharge.read(in, life);
            default -> throw new MalformedException("no evidence " + tag);
        };
    }
}

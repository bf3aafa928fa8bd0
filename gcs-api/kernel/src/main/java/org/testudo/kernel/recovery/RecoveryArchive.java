package org.testudo.kernel.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.SealedFile;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.view.VerifiedChain;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * A file with which operators begin a new life of a group (GM-22): their statement, and all that proves it to whoever knows
 * these operators, without the group: the genesis of the life that ended, its views, a state that a quorum has signed, and
 * the approvals. It goes from operator to operator, then to every member and client.
 *
 * @param ended genesis of the life that is over
 * @param chain certificates of its views 1 to k
 * @param approvals by distinct operators, in the order in which they came
 */
public record RecoveryArchive(
        Genesis ended,
        List<ViewCertificate> chain,
        CertifiedState state,
        Recovery statement,
        List<Approval> approvals) {
    /** The longest file that is read. */
    public static final int MAX_BYTES = CertifiedState.MAX_SHARE;

    private static final SealedFile FORM = new SealedFile("TSTDREC\n", 1, "a recovery");
    private static final int MOST_VIEWS = 100_000;

    public RecoveryArchive {
        chain = List.copyOf(chain);
        approvals = List.copyOf(approvals);
    }

    /**
     * Nobody has approved it yet.
     *
     * @param founding what the new life is founded on beside it
     * @param chain of at least one view
     */
    public static RecoveryArchive prepared(
            Genesis ended,
            List<ViewCertificate> chain,
            CertifiedState state,
            Optional<Long> skipped,
            Genesis founding) {
        ViewRecord last = chain.get(chain.size() - 1).record();
        Recovery statement = new Recovery(
                last.life(),
                last.id(),
                last.digest(),
                state.slot(),
                state.digest(),
                skipped,
                founding.foundingDigest());
        return new RecoveryArchive(ended, chain, state, statement, List.of());
    }

    /** With one approval more; an earlier one of the same operator is replaced. */
    public RecoveryArchive with(Approval approval) {
        List<Approval> all = new ArrayList<>(approvals);
        all.removeIf(each -> each.operator().equals(approval.operator()));
        all.add(approval);
        return new RecoveryArchive(ended, chain, state, statement, all);
    }

    /** Who approves it by a valid signature and whose key is not revoked in the state: the others only wrote their names. */
    public List<String> approving(Verifier verifier) {
        List<String> names = new ArrayList<>();
        RevocationList revoked = revocations();
        for (Approval each : approvals) {
            byte[] signed = statement.header(each.bearer()).statement(statement.body());
            boolean counts = ended.operators().include(each.bearer())
                    && !revoked.revokes(each.bearer())
                    && !names.contains(each.operator())
                    && verifier.verify(each.key(), signed, each.signature());
            if (counts) names.add(each.operator());
        }
        return names;
    }

    private RevocationList revocations() {
        try {
            return state.revocations();
        } catch (MalformedException e) {
            return RevocationList.NONE; // said in flaw
        }
    }

    /**
     * Why it is not of the life with this genesis; for people. All else in it follows from the genesis in it, which anyone can
     * invent with members of his own and the group's name and operators: so whoever approves it compares that first. Members
     * that begin the new life do not know the genesis of the former one, and rely on the operators for it.
     *
     * @param known genesis of the life that ended, from elsewhere
     */
    public Optional<String> ofAnother(Genesis known) {
        if (ended.digest().equals(known.digest())) return Optional.empty();
        return Optional.of("it ends a life of genesis " + ended.digest() + ", the configuration describes "
                + known.digest()
                + "; if the life that ended had another configuration, name that one with --ended, else somebody"
                + " has invented this life: do not approve it");
    }

    /** The same, believing nothing of the genesis in it: this one has its digest, which does not name all of it. */
    public RecoveryArchive under(Genesis known) {
        return new RecoveryArchive(known, chain, state, statement, approvals);
    }

    /** Why nothing can be founded on this with it, for people: the key of a member is one that it lost by a pardon. */
    public Optional<String> unfounded(Genesis founding) {
        return pardons().flaw(founding.roster());
    }

    private Pardons pardons() {
        try {
            return new LaterPardons(ended, chain, state).all();
        } catch (MalformedException e) {
            return Pardons.NONE; // said in flaw
        }
    }

    /** Why it proves nothing, whoever has approved it; for people. Empty if the state is the group's. */
    public Optional<String> flaw(Verifier verifier) {
        if (!ended.digest().equals(statement.ended().genesis()))
            return Optional.of("the genesis in it is not that of the life that it ends");
        VerifiedChain views = new VerifiedChain(ended, verifier);
        ViewRecord signing = null;
        for (ViewCertificate each : chain) {
            VerifiedChain.Step step = views.extend(each);
            if (!step.holds())
                return Optional.of("view " + each.record().id() + " is not proved: "
                        + step.flaw().orElseThrow());
            if (views.head().id() == state.view()) signing = views.head();
        }
        ViewRecord last = views.head();
        boolean named = last.id() == statement.view()
                && last.digest().equals(statement.record())
                && last.life().equals(statement.ended());
        if (!named) return Optional.of("it names another view than its chain proves");
        if (signing == null)
            return Optional.of("the state is signed in view " + state.view() + ", which is not proved");
        return flawOfState(signing, last, verifier);
    }

    private Optional<String> flawOfState(ViewRecord signing, ViewRecord last, Verifier verifier) {
        int signed = state.signed(signing, verifier);
        int needed = signing.quorum().intersecting();
        if (signed < needed)
            return Optional.of("the state after slot " + state.slot() + " is signed by " + signed + " seats of view "
                    + signing.id() + ", " + needed + " are needed");
        boolean named = state.slot() == statement.slot() && state.digest().equals(statement.state());
        if (!named) return Optional.of("it names another state than the one in it");
        if (!state.whole()) return Optional.of("the state in it is not the one that was signed, or lacks a share");
        if (statement.skipped().filter(it -> it <= state.slot()).isPresent())
            return Optional.of("the state contains slot " + statement.skipped().get() + ", which is to be left out");
        if (!operators(ended.operators()).equals(operators(last)))
            return Optional.of("the last view names other operators than the genesis in it");
        try {
            state.pardons(); // after the CRL
        } catch (MalformedException e) {
            return Optional.of("the membership's share of the state cannot be read (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }

    private static Digest operators(Operators operators) {
        return Digest.of(operators::write);
    }

    private static Digest operators(ViewRecord record) {
        return record.charter().operators();
    }

    /**
     * What keeps a life from beginning from it on this foundation; for people. Whose operators these are is what all trust
     * rests on: so they must be those of the foundation, which does not come with this file.
     */
    public Optional<String> refusal(Genesis founding, Verifier verifier) {
        if (!ended.group().equals(founding.group()))
            return Optional.of("it is of group '" + ended.group() + "', not of '" + founding.group() + "'");
        if (!ended.operators().equals(founding.operators()))
            return Optional.of("the life that it ends has other operators, " + ended.operators()
                    + "; group.operators must name the same");
        Optional<String> flaw = flaw(verifier);
        if (flaw.isPresent()) return flaw;
        if (!statement.founding().equals(founding.foundingDigest()))
            return Optional.of("operators have approved another roster, policy or authority for the new life, "
                    + statement.founding() + ", than is configured, " + founding.foundingDigest()
                    + "; use the configuration with which it was prepared");
        Optional<String> unfounded = unfounded(founding);
        if (unfounded.isPresent()) return unfounded;
        List<String> approving = approving(verifier);
        int needed = ended.operators().needed();
        if (ended.operators().keys().isEmpty())
            return Optional.of("its group has no operators, who alone can begin one");
        if (approving.size() < needed)
            return Optional.of("it is approved by " + approving + ", needed are " + needed + " of "
                    + ended.operators().keys().size() + " operators; have more of them sign it");
        return unformable(founding);
    }

    private Optional<String> unformable(Genesis founding) {
        ViewRecord first = founding.from(Optional.of(recovered())).firstView();
        int seats = first.occupants().size();
        if (seats >= first.certifying()) return Optional.empty();
        List<String> out =
                first.exclusions().stream().map(each -> each.member().name()).toList();
        return Optional.of("of its members " + out + " are excluded, " + first.certifying()
                + " others are needed; name others in group.members, and prepare it again");
    }

    /** What of it goes on in the new life; to be asked once it is not refused. */
    public Recovered recovered() {
        ViewRecord last = chain.get(chain.size() - 1).record();
        return new Recovered(
                statement,
                last,
                revocations(),
                pardons(),
                Optional.ofNullable(state.shares().get(HoldsState.APPLICATION)));
    }

    /** The content of the file. */
    public byte[] encode() {
        return FORM.encode(out -> {
            ended.write(out);
            out.writeList(chain, ViewCertificate::write);
            state.write(out);
            statement.write(out);
            out.writeList(approvals, Approval::write);
        });
    }

    /**
     * Reads the content of a file; that it proves anything is not said.
     *
     * @throws MalformedException if these bytes are no such file, of another version, cut short or damaged; the text says which
     */
    public static RecoveryArchive decode(byte[] bytes) throws MalformedException {
        return FORM.decode(bytes, MAX_BYTES, in -> {
            RecoveryArchive read = new RecoveryArchive(
                    Genesis.read(in),
                    in.readList(MOST_VIEWS, ViewCertificate::read),
                    CertifiedState.read(in),
                    Recovery.read(in),
                    in.readList(Operators.MOST, Approval::read));
            if (read.chain.isEmpty()) throw new MalformedException("a chain of no views");
            return read;
        });
    }
}

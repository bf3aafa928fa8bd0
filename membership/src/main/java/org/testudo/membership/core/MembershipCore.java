package org.testudo.membership.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.CaughtUp;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.Contradicted;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.JournalBased;
import org.testudo.kernel.notice.Replayed;
import org.testudo.kernel.notice.ReportOrdered;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.notice.ViewAttested;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.membership.core.MembershipMessage.Held;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

/**
 * Agreed, certified views (GM-1 to GM-20): applies the commands of each delivered slot, installs the view that follows, signs
 * it, and has accusations ordered. It stands above the ordering; what it delivers upwards has no commands in it.
 */
public final class MembershipCore extends AbstractCore<MembershipMessage> {
    private static final TimerId RESEND = new TimerId("view-signatures");
    private static final Duration RESEND_AFTER = Duration.ofMillis(150);
    private static final TimerId WISHES = new TimerId("own-wishes");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    /** The most views whose certificates are asked for at a time. */
    private static final int ASKED_AT_A_TIME = 4;

    private final Genesis genesis;
    private final Origin self;
    private final List<StatementKey> firstKeys;
    private final MembershipState state;
    private final ViewChain chain;
    private final OwnKeys ownKeys = new OwnKeys();
    private final Submissions submissions = new Submissions();
    private final Suspects suspects = new Suspects();
    private final OwnWishes wishes;
    private final Service service;
    private final Farewell farewell = new Farewell();
    private final OwnPlace place;
    private final FloorWatch floor = new FloorWatch();
    private final Answers answers = new Answers(RESEND_AFTER.dividedBy(2), ASKED_AT_A_TIME);
    private final Restored restored = new Restored();
    private long lastSlot;
    private long entries;
    private boolean journals;
    private boolean stopped;

    /**
     * Begins in view 0.
     *
     * @param first view 0: of a group that has yet to form (GM-21), or of a life that is given
     * @param self origin of this member's own commands, with the number of its present start (GM-23)
     * @param firstKeys public halves of the view keys to announce first; those of its announcement, in a group that forms
     * @throws IllegalArgumentException if the genesis holds no readable policy
     */
    public MembershipCore(Genesis genesis, ViewRecord first, Origin self, List<StatementKey> firstKeys) {
        this.genesis = genesis;
        this.self = self;
        this.firstKeys = List.copyOf(firstKeys);
        state = MembershipState.of(genesis, first);
        chain = new ViewChain(first);
        wishes = new OwnWishes(self, firstKeys, state, suspects);
        service = new Service(self, suspects);
        place = new OwnPlace(self, state, chain, farewell);
    }

    /** Has its signatures of views made durable before it forgets the keys that made them (AB-25, GM-11). */
    public MembershipCore withJournal() {
        journals = true;
        return this;
    }

    @Override
    protected void onInstalled(ViewRecord view) {
        Invariant.check(view.equals(state.record()), "begins in view %s", view.id());
        announce(new HoldsState(HoldsState.MEMBERSHIP, true));
        if (view.life().forming()) ownKeys.announced(firstKeys.size());
        else bring(firstKeys);
    }

    @Override
    protected void onDelivered(SlotDelivery slot) {
        lastSlot = slot.slot();
        farewell.delivered(slot.view());
        wishes.passed(slot, now().elapsed());
        if (slot.requests().stream().noneMatch(MembershipState::isCommand)) {
            deliver(state.passed(slot));
        } else {
            onCommands(slot);
        }
        act();
    }

    private void onCommands(SlotDelivery slot) {
        Outcome outcome = state.apply(slot);
        outcome.notices().forEach(this::announce);
        floor.look(state).ifPresent(this::announce);
        deliver(outcome.rest());
        outcome.inForce().forEach(this::announce); // before anything that follows the slot
        for (Request request : slot.requests()) if (MembershipState.isCommand(request)) arrived(request, slot);
        if (outcome.next().isPresent()) begin(outcome.next().get());
        else release(slot.slot());
        topUp();
    }

    private void arrived(Request request, SlotDelivery slot) {
        if (request.origin().principal().kind() == Principal.Kind.SENSOR) {
            announce(new ReportOrdered(request.origin(), request.number()));
        }
        if (!request.origin().equals(self)) return;
        if (state.givenLife()) service.begin(state.record(), slot.slot()).ifPresent(this::announce);
        submissions.delivered(request);
        request.command(state.record().life()).ifPresent(command -> {
            wishes.delivered(command, now().elapsed());
            if (command instanceof Command.ViewKeys) ownKeys.arrived(state.keysBrought(me()));
        });
    }

    private void begin(ViewRecord next) {
        ViewRecord ended = state.recordBefore();
        chain.extend(next);
        install(next);
        if (ended.equals(state.first()) || next.seats(self)) wishes.viewBegan(now().elapsed());
        if (state.starts().isOut(self, next)) stop(next);
        else standByOwnRecord(ended.id());
        if (!stopped && MembershipState.voted(self, ended) && !state.starts().superseded(self))
            sign(new ViewSignature(ended.id(), next.digest()));
        if (stopped) return;
        chain.disputes(ended.id()).forEach(this::announce);
        certify(ended.id());
        arm(RESEND, RESEND_AFTER);
    }

    private void sign(ViewSignature next) {
        Optional<Signature> before = restored.signature(next);
        if (before.isPresent()) {
            chain.add(me(), next.view(), next.next(), before.get());
            if (next.view() > 0) announce(new ViewKeyRetired(next.view()));
        } else if (restored.under()) {
            restored.signLater(next);
        } else {
            multicast(next);
            if (!state.record().seats(self)) send(me(), next); // who leaves has a key to erase, too (GM-11)
        }
    }

    /** This member is out: it signs no view in which it does not sit, has no use for its keys, and says why it serves no more. */
    private void stop(ViewRecord next) {
        stopActing();
        announce(new ViewKeyRetired(next.id()));
        Refusals.excluded(me(), next).forEach(this::announce);
    }

    /**
     * A correct member has signed another record than this one computed from the same order: its state is not the group's, and
     * it must take no part in what rests on that. It is not believed either that the others are right: perhaps more are faulty
     * than the group bears.
     */
    private void standByOwnRecord(long view) {
        Optional<Contradicted> contradicted = chain.contradiction(view);
        if (stopped || contradicted.isEmpty()) return;
        announce(contradicted.get());
        refuse(contradicted.get().refused());
    }

    private void stopActing() {
        stopped = true;
        disarm(RESEND);
        disarm(WISHES);
    }

    /** What is to be said and asked for as things stand now. */
    private void act() {
        if (stopped || restored.under() || state.record().life().forming()) return;
        place.lost(wishes.departure().isPresent(), now().elapsed()).ifPresent(this::refuse);
        if (place.lingers()) arm(WISHES, LOOK_AGAIN);
        if (stopped || place.lingers()) return;
        if (service.begun() || !state.givenLife() || state.stripped(me()))
            service.look(state.record(), lastSlot, state.stripped(me())).ifPresent(this::announce);
        if (wishes.departure().isPresent()) depart(wishes.departure().get());
        for (Command command : wishes.due(now().elapsed())) {
            submit(new Payload.Own(RequestClass.CONTROL, command.encode()));
        }
        if (wishes.pending(now().elapsed()) || farewell.pending()) arm(WISHES, LOOK_AGAIN);
    }

    private void refuse(Notice why) {
        stopActing();
        announce(why);
    }

    private void depart(boolean forGood) {
        long view = state.record().id();
        boolean sits = state.record().seats(self);
        boolean resting = sits && !forGood && state.disconnected(me());
        if (!service.begun() && !sits) farewell.atOnce(forGood, view).ifPresent(this::announce);
        else if (!sits || resting) farewell.begin(forGood, view, now().elapsed());
        farewell.done(chain.isCertified(view), now().elapsed()).ifPresent(this::announce);
    }

    private void topUp() {
        boolean sits = state.record().seats(self) && !stopped && !restored.under();
        if (sits && ownKeys.wanted(state.keysLeft(me()))) announce(new ViewKeysWanted(Command.MAX_KEYS));
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof CheckpointDue due) share(due.slot());
        else if (notice instanceof StateRestored given) onGiven(given);
        else if (notice instanceof JournalBased it && journals) based(it.view());
        if (stopped) return;
        if (notice instanceof ViewKeysReady ready) bring(ready.keys());
        else if (Submissions.brings(notice))
            submissions.wanted(notice, state, now().elapsed()).ifPresent(this::submit);
        else if (notice instanceof Replayed) resume();
        else if (notice instanceof CaughtUp it) wishes.caughtUp(it.caughtUp());
        else if (notice instanceof DepartureWanted it) wishes.depart(it.forGood());
        else if (!(notice instanceof StateRestored) && !suspects.onNotice(notice)) return;
        act();
    }

    private void share(long slot) {
        Invariant.check(slot == lastSlot, "a checkpoint after slot %s at slot %s", slot, lastSlot);
        announce(new StateShare(slot, HoldsState.MEMBERSHIP, state.share()));
    }

    /** Goes on in a state that the group has certified (AB-8): through the views on the way, then with its share. */
    private void onGiven(StateRestored given) {
        ViewRecord ended = state.record();
        try {
            state.restore(given.views(), given.shares().get(HoldsState.MEMBERSHIP));
        } catch (MalformedException e) {
            refuse(Refusals.unreadable(e.getMessage()));
            return; // and nothing is delivered on top of it, for neither a view is installed nor the slot released
        }
        lastSlot = given.slot();
        state.inForce(lastSlot).forEach(this::announce); // before views in which it counts who has been pardoned
        for (ViewCertificate next : given.views()) {
            follow(ended, next);
            ended = next.record();
        }
        floor.look(state).ifPresent(this::announce);
        wishes.passed(given.agreedTime(), now().elapsed());
        wishes.viewBegan(now().elapsed());
        if (given.views().isEmpty()) release(given.slot());
        topUp();
    }

    /** The next view has come about in slots that this member is not told any more; its old key is of no use to anyone. */
    private void follow(ViewRecord ended, ViewCertificate next) {
        boolean certified = chain.follow(next);
        install(next.record());
        if (certified) announce(new ViewCertified(next));
        else arm(RESEND, RESEND_AFTER);
        // A correct member has signed it: so may this one, whose signature may be the one that is missing (GM-12).
        if (!certified && MembershipState.voted(self, ended) && !state.starts().superseded(self))
            sign(new ViewSignature(ended.id(), next.record().digest()));
        else if (ended.id() > 0 && ended.seats(self)) announce(new ViewKeyRetired(ended.id()));
        if (!stopped && state.starts().isOut(self, next.record())) stop(next.record());
    }

    @Override
    protected void onRestored(List<byte[]> journal) {
        restored.begin(journal).ifPresent(this::refuse);
    }

    /** The next start would begin in this view: of the signatures before, only what may still be asked for is kept. */
    private void based(long view) {
        restored.based(view, chain).ifPresent(entry -> persist(new EntryId(entries++), entry, EntryRole.REPLACES));
    }

    private void resume() {
        restored.end().forEach(this::sign);
        ownKeys.announced(Math.max(firstKeys.size(), state.keysBrought(me())));
        topUp();
    }

    private void bring(List<StatementKey> keys) {
        for (Command.ViewKeys command : ownKeys.bring(keys)) {
            submit(new Payload.Own(RequestClass.CONTROL, command.encode()));
        }
    }

    @Override
    protected void onReceived(Authentic<MembershipMessage> received) {
        if (restored.under()) return; // as if lost
        received.message().accept(new MembershipMessage.Visitor<Void>() {
            @Override
            public Void onViewSignature(ViewSignature message) {
                if (received instanceof Signed<MembershipMessage> signed) onSigned(message, signed);
                return null;
            }

            @Override
            public Void onSignatures(Signatures message) {
                MembershipCore.this.onSignatures(message, received.sender());
                return null;
            }
        });
    }

    private void onSigned(ViewSignature message, Signed<MembershipMessage> signed) {
        MemberId signer = signed.sender();
        boolean added = chain.add(signer, message.view(), message.next(), signed.signature());
        if (added) onAdded(signer, message.view());
        if (added && signer.equals(me()) && journals) {
            persist(new EntryId(entries++), restored.signed(message, signed.signature()));
        }
        // View 0 has no key of its own: its signatures are made with the statement key, which stays.
        if (added && signer.equals(me()) && message.view() > 0) announce(new ViewKeyRetired(message.view()));
    }

    private void onSignatures(Signatures message, MemberId from) {
        for (Held held : message.held()) {
            boolean added = chain.add(held.member(), message.view(), message.next(), held.signature());
            if (added) onAdded(held.member(), message.view());
        }
        if (message.wanted() && !from.equals(me())) answer(message, from);
    }

    private void onAdded(MemberId signer, long view) {
        chain.disputes(view).stream()
                .filter(dispute -> dispute.signer().equals(signer))
                .forEach(this::announce);
        certify(view);
        standByOwnRecord(view);
    }

    private void certify(long view) {
        chain.certified(view).ifPresent(certificate -> announce(new ViewCertified(certificate)));
        chain.attested(view).ifPresent(attested -> announce(new ViewAttested(attested)));
    }

    /** Sends what the asker lacks, no more often than it would ask itself: asking costs less than answering. */
    private void answer(Signatures wish, MemberId from) {
        boolean served = genesis.onRoster(from).isPresent() && !state.record().excluded(from);
        if (!served) return;
        chain.held(wish.view(), false)
                .filter(own -> !wish.held().containsAll(own.held()))
                .filter(own -> answers.allowed(from, now().elapsed()))
                .ifPresent(own -> send(from, own));
    }

    @Override
    protected void onTimerFired(TimerId timer) {
        if (stopped) return;
        if (timer.equals(RESEND)) askForSignatures();
        else act();
    }

    private void askForSignatures() {
        List<Long> lacking = restored.under() ? List.of() : chain.uncertified();
        if (lacking.isEmpty() && !restored.under()) return;
        for (long view : lacking.subList(0, Math.min(ASKED_AT_A_TIME, lacking.size()))) {
            chain.held(view, true).ifPresent(this::multicast);
        }
        arm(RESEND, RESEND_AFTER);
    }

    private MemberId me() {
        return self.principal().member();
    }
}

package org.testudo.abcast.core;

import org.testudo.kernel.statement.Digest;

/** The parts of the core, wired once. */
final class Parts {
    final Ordering ordering;
    final Sequences sequences;
    final Backoff backoff = new Backoff();
    final Silent silent;
    final Turnaround turnaround = new Turnaround();
    final Freshness freshness;
    final Formation formation;
    final Pool pool;
    final Contents contents;
    final Window window;
    final Log log;
    final Holders holders = new Holders();
    final ResultLog results = new ResultLog();
    final Disagreement disagreement;
    final Divergence divergence;
    final Checkpoints checkpoints;
    final StateServing states;
    final Restoration restoration;
    final StateTransfer transfer;
    final Prefix voted;
    final Prefix proposed;
    final Misconduct misconduct;
    final Clock clock;
    final Voter voter;
    final Votes votes;
    final Proposer proposer;
    final Delivery delivery;
    final EpochChanges changes;
    final Complaints complaints;
    final OwnRequests own;
    final Heads heads;
    final Budget budget;
    final Fetching fetching;
    final Reconciliation reconciliation;
    final Standing standing;
    final Debts debts;
    final Reads reads;
    final Recollection recollection;
    final Bases bases;
    final Recovery recovery;

    Parts(Ordering ordering, Self self, EpochChanges.Surroundings surroundings) {
        this.ordering = ordering;
        sequences = new Sequences(self.genesis());
        silent = new Silent(ordering);
        log = new Log(ordering.settings().logLimit());
        budget = new Budget(ordering);
        disagreement = new Disagreement(ordering, results, budget);
        divergence = new Divergence(ordering, disagreement);
        checkpoints = new Checkpoints(ordering, log, sequences, holders, divergence);
        states = new StateServing(ordering, checkpoints, budget);
        restoration = new Restoration(this);
        transfer = new StateTransfer(ordering, checkpoints, states, holders, divergence, restoration);
        freshness = new Freshness(ordering, log, sequences, self, transfer::head);
        ordering.freshness(freshness);
        formation = new Formation(ordering, freshness, self);
        misconduct = new Misconduct(ordering);
        pool = new Pool(ordering, sequences, misconduct, turnaround);
        contents = new Contents(request -> find(request));
        window = new Window(ordering, contents);
        voted = new Prefix(ordering, window, sequences);
        proposed = new Prefix(ordering, window, sequences);
        clock = new Clock(ordering);
        voter = new Voter(ordering, window, log, checkpoints, voted, formation, clock);
        votes = new Votes(ordering, window, voter, misconduct);
        proposer = new Proposer(ordering, window, log, checkpoints, pool, proposed, formation);
        own = new OwnRequests(ordering, sequences, window, turnaround, self.origin());
        delivery = new Delivery(ordering, window, log, sequences, new Progress(this));
        changes = new EpochChanges(ordering, window, log, checkpoints, backoff, silent, misconduct, surroundings);
        complaints = new Complaints(ordering, pool, turnaround, log, checkpoints, backoff, changes, formation);
        heads = new Heads(ordering, pool, window, turnaround);
        fetching = new Fetching(ordering, window, log, budget, turnaround);
        Replay replay = new Replay(ordering, log, budget, states);
        reconciliation = new Reconciliation(ordering, window, replay, changes, complaints, budget);
        standing = new Standing(ordering, reconciliation);
        debts = new Debts(ordering, window, pool);
        reads = new Reads(ordering, window);
        recollection = new Recollection(this);
        bases = new Bases(this);
        recovery = new Recovery(this);
    }

    private Held find(Digest request) {
        Held pending = pool.find(request);
        return pending != null ? pending : formation.find(request).orElse(null);
    }

    /** The view in force ends with this slot. */
    void closed(long lastSlot) {
        if (ordering.forming()) log.keepUpTo(lastSlot);
        log.closed(ordering.view(), lastSlot);
    }

    /** A view is in force: what was of the view before is void (AB-13). */
    void install() {
        sequences.install(ordering.seating());
        window.install();
        silent.install();
        clock.install();
        changes.install();
        complaints.install();
        misconduct.install();
        fetching.install();
        budget.install();
        reconciliation.install();
        debts.install();
        states.install();
        transfer.install();
        checkpoints.install();
        pool.sweep();
        begin();
    }

    /** An epoch begins. */
    void begin() {
        clock.begin();
        voted.reset();
        proposer.restart();
    }

    /** Whether something is under way, so that silence would mean that something is missing. */
    boolean busy() {
        return pool.size() > 0
                || !window.isEmpty()
                || !ordering.entered()
                || ordering.forming()
                || ordering.recollecting()
                || !own.isEmpty()
                || transfer.busy()
                || disagreement.seeks()
                || reconciliation.behind();
    }

    /** Goes on as far as what is known allows. */
    void goOn() {
        recovery.goOn();
        if (ordering.replaying()) return;
        delivery.deliver();
        recollection.goOn();
        formation.goOn();
        voter.vote();
        proposer.propose();
        bases.goOn();
    }

    /** What is to be done from time to time. */
    void pulse() {
        pool.sweep(); // a session may have ended, a boot been superseded: nobody is to blame that these are not ordered
        own.resend();
        freshness.tell();
        recollection.ask();
        if (ordering.seated()) {
            heads.show();
            complaints.check();
        }
        fetching.askDue();
        checkpoints.resend();
        transfer.pulse();
        disagreement.pulse();
        reconciliation.tell();
        debts.look();
    }
}

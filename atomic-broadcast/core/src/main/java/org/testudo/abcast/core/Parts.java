package org.testudo.abcast.core;

import org.testudo.kernel.statement.Digest;

/** The parts of the core, wired once. */
final class Parts {
    final Ordering ordering;
    final Sequences sequences;
    final Backoff backoff = new Backoff();
    final Freshness freshness;
    final Formation formation;
    final Pool pool;
    final Contents contents;
    final Window window;
    final Log log;
    final Prefix voted;
    final Prefix proposed;
    final Misconduct misconduct;
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
    final Reads reads;

    Parts(Ordering ordering, Self self, EpochChanges.Surroundings surroundings) {
        this.ordering = ordering;
        sequences = new Sequences(self.genesis());
        log = new Log(ordering.settings().logLimit());
        freshness = new Freshness(ordering, log, self);
        ordering.freshness(freshness);
        formation = new Formation(ordering, freshness, self);
        misconduct = new Misconduct(ordering);
        pool = new Pool(ordering, sequences, misconduct);
        contents = new Contents(request -> find(request));
        window = new Window(ordering, contents);
        voted = new Prefix(ordering, window, sequences);
        proposed = new Prefix(ordering, window, sequences);
        voter = new Voter(ordering, window, log, voted, formation);
        votes = new Votes(ordering, window, voter, misconduct);
        proposer = new Proposer(ordering, window, log, pool, proposed, formation);
        own = new OwnRequests(ordering, sequences, self.origin());
        delivery = new Delivery(ordering, window, log, sequences, new Progress(this));
        changes = new EpochChanges(ordering, window, log, backoff, misconduct, surroundings);
        complaints = new Complaints(ordering, pool, log, backoff, changes, formation);
        heads = new Heads(ordering, pool);
        budget = new Budget(ordering);
        fetching = new Fetching(ordering, window, log, budget);
        reconciliation =
                new Reconciliation(ordering, window, new Replay(ordering, log, budget), changes, complaints, budget);
        standing = new Standing(ordering, reconciliation);
        reads = new Reads(ordering, window);
    }

    private Held find(Digest request) {
        Held pending = pool.find(request);
        return pending != null ? pending : formation.find(request).orElse(null);
    }

    /** A view is in force: what was of the view before is void (AB-13). */
    void install() {
        sequences.install(ordering.seating());
        window.install();
        changes.install();
        complaints.install();
        misconduct.install();
        fetching.install();
        budget.install();
        reconciliation.install();
        pool.sweep();
        begin();
    }

    /** An epoch begins. */
    void begin() {
        voted.reset();
        proposer.restart();
    }

    /** Whether something is under way, so that silence would mean that something is missing. */
    boolean busy() {
        return pool.size() > 0
                || !window.isEmpty()
                || !ordering.entered()
                || ordering.forming()
                || !own.isEmpty()
                || reconciliation.behind();
    }

    /** Goes on as far as what is known allows. */
    void goOn() {
        delivery.deliver();
        formation.goOn();
        voter.vote();
        proposer.propose();
    }

    /** What is to be done from time to time. */
    void pulse() {
        pool.sweep(); // a session may have ended, a boot been superseded: nobody is to blame that these are not ordered
        own.resend();
        freshness.tell();
        if (ordering.seated()) {
            heads.show();
            complaints.check();
        }
        fetching.askDue();
        reconciliation.tell();
    }
}

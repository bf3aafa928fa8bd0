package org.testudo.abcast.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;

/** Leads: proposes again what the epoch changes ask for, then what is pending (AB-2, AB-19, AB-20). */
final class Proposer {
    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final Checkpoints checkpoints;
    private final Pool pool;
    private final Prefix prefix;
    private final Formation formation;
    private final Shares shares;
    private final Map<Origin, Backlog> ready = new LinkedHashMap<>();
    private final Map<Origin, Backlog> urgent = new LinkedHashMap<>();
    private long nextSlot = 1;
    private int underWay;
    private long bytesUnderWay;
    private Duration lastCommand = Duration.ZERO;
    private Duration lastProposal = Duration.ZERO;

    Proposer(
            Ordering ordering,
            Window window,
            Log log,
            Checkpoints checkpoints,
            Pool pool,
            Prefix prefix,
            Formation formation) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.checkpoints = checkpoints;
        this.pool = pool;
        this.prefix = prefix;
        this.formation = formation;
        shares = new Shares(ordering);
    }

    /** Another epoch or view has begun: looks again at everything. */
    void restart() {
        nextSlot = Math.max(ordering.delivered(), ordering.choice().base()) + 1;
        lastProposal = ordering.elapsed();
        resume();
    }

    /**
     * In the epoch that it leads this member was given a state: it looks again at everything but at what it has proposed. A
     * second header for a slot would convict it (AD-10).
     */
    void resume() {
        underWay = 0;
        bytesUnderWay = 0;
        prefix.reset();
        ready.clear();
        urgent.clear();
        pool.backlogs().forEach(this::offered);
    }

    /** What was counted on was skipped at delivery: counts again. */
    void recount() {
        prefix.reset();
        pool.backlogs().forEach(this::offered);
    }

    /** Something of this backlog may have become the next to propose. */
    void offered(Backlog backlog) {
        if (!leads()) return;
        long next = prefix.numbers().next(backlog.origin());
        if (backlog.get(next) == null) return;
        (backlog.urgentFrom(next) ? urgent : ready).putIfAbsent(backlog.origin(), backlog);
    }

    /** Requests of a slot are delivered, of this many bytes. */
    void delivered(int requests, long bytes) {
        underWay = Math.max(0, underWay - requests);
        bytesUnderWay = Math.max(0, bytesUnderWay - bytes);
    }

    private boolean leads() {
        return ordering.entered() && ordering.seated() && ordering.leader().equals(ordering.self());
    }

    /** Proposes whatever may be proposed now. */
    void propose() {
        if (!leads() || ordering.barrier()) return;
        nextSlot = Math.max(nextSlot, ordering.delivered() + 1);
        while (nextSlot <= ordering.voteLimit() && proposeNext()) nextSlot++;
    }

    private boolean proposeNext() {
        Optional<Digest> chosen = ordering.choice().value(nextSlot);
        if (chosen.isPresent()) {
            proposeAgain(chosen.get());
            return true;
        }
        if (ordering.forming()) return proposeFormation();
        if (log.full() || checkpoints.waits() || !prefix.reach(nextSlot - 1)) return false;
        if (prefix.commandAhead() && !ordering.rules().proposesPastCommands()) return false;
        List<Held> batch = !commandWaits() && waitsForMore() ? List.of() : pick();
        if (batch.isEmpty() && !idleTooLong()) return false;
        proposeFresh(batch);
        return true;
    }

    private boolean proposeFormation() {
        Optional<Held> set = formation.own();
        boolean first = nextSlot == ordering.seating().before() + 1;
        if (set.isEmpty() || !first) return false;
        proposeFresh(List.of(set.get()));
        return true;
    }

    private void proposeAgain(Digest value) {
        header(value);
        Slot slot = window.find(nextSlot);
        if (slot != null) slot.content(value).ifPresent(it -> ordering.out().multicast(it.value()));
    }

    private void header(Digest value) {
        ordering.out().multicast(new Header(ordering.view(), ordering.epoch(), nextSlot, value));
    }

    /**
     * With enough slots under way, a batch waits until one of them is delivered or it is full: the more there is to do the
     * larger it is, and the fewer signatures a request costs. Who is alone waits for nothing.
     */
    private boolean waitsForMore() {
        long slots = nextSlot - 1 - ordering.delivered();
        return slots >= ordering.settings().pipeline() && !full();
    }

    private boolean full() {
        int count = pool.size() - underWay;
        long bytes = pool.bytes() - bytesUnderWay;
        for (Origin each : shares.debtors()) {
            Backlog backlog = pool.backlog(each);
            count -= backlog == null ? 0 : backlog.count();
            bytes -= backlog == null ? 0 : backlog.bytes();
        }
        return count >= ordering.settings().maxBatch() || bytes >= AbcastSettings.BATCH_BYTES;
    }

    private boolean idleTooLong() {
        Duration quiet = ordering.elapsed().minus(lastProposal);
        return nextSlot == ordering.delivered() + 1
                && quiet.compareTo(ordering.settings().idle()) >= 0;
    }

    private void proposeFresh(List<Held> batch) {
        List<Digest> digests = batch.stream().map(Held::digest).toList();
        Value value = new Value(nextSlot, ordering.epoch(), now(), digests);
        Content content = new Content(value, value.digest(), Long.MAX_VALUE);
        for (int i = 0; i < batch.size(); i++) content.fill(i, batch.get(i));
        window.slot(nextSlot).orElseThrow().own(content);
        prefix.counted(batch.stream().anyMatch(Held::control));
        underWay += batch.size();
        bytesUnderWay += batch.stream().mapToLong(Held::size).sum();
        lastProposal = ordering.elapsed();
        header(content.digest());
        ordering.out().multicast(value);
    }

    /** In whole milliseconds, as it is written. */
    private Instant now() {
        return Instant.ofEpochMilli(ordering.out().now().wallClock().toEpochMilli());
    }

    /** Streams with commands first, but no more than half a batch of them while others wait (AB-20). */
    private List<Held> pick() {
        List<Held> batch = new ArrayList<>();
        int most = ordering.settings().maxBatch();
        int part = ready.isEmpty() ? 1 : 2;
        if (commandsAreDue()) draw(urgent, Math.max(1, most / part), AbcastSettings.BATCH_BYTES / part, batch);
        draw(ready, most, AbcastSettings.BATCH_BYTES, batch);
        if (!batch.isEmpty()) shares.settle();
        if (batch.stream().anyMatch(Held::control)) lastCommand = ordering.elapsed();
        return batch;
    }

    private boolean commandWaits() {
        return commandsAreDue() && urgent.values().stream().anyMatch(each -> admits(each, next(each)));
    }

    private Held next(Backlog backlog) {
        return backlog.get(prefix.numbers().next(backlog.origin()));
    }

    /** Commands need no share. */
    private boolean admits(Backlog backlog, Held next) {
        return next != null && (next.control() || shares.admits(backlog.origin()));
    }

    /** Each command costs a barrier: one member that submits them without pause must not stop the pipeline for all. */
    private boolean commandsAreDue() {
        Duration gap = ordering.elapsed().minus(lastCommand);
        return gap.plus(gap).compareTo(ordering.settings().busyPulse()) >= 0;
    }

    /** Takes one request of each backlog in turn, in the sequence of each, as far as their shares allow. */
    private void draw(Map<Origin, Backlog> from, int most, long mostBytes, List<Held> batch) {
        long bytes = batch.stream().mapToLong(Held::size).sum();
        int refused = 0;
        while (refused < from.size() && batch.size() < most && bytes < mostBytes) {
            Backlog backlog = from.values().iterator().next();
            from.remove(backlog.origin());
            Held held = next(backlog);
            if (held == null) continue;
            if (!admits(backlog, held)) {
                from.put(backlog.origin(), backlog);
                refused++;
                continue;
            }
            refused = 0;
            prefix.numbers().take(held.request());
            shares.take(backlog.origin(), held.size());
            batch.add(held);
            bytes += held.size();
            offered(backlog);
        }
    }
}

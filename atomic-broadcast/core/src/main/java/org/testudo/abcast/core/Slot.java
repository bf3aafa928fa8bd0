package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** One undelivered slot of the present view: what was proposed, voted and decided, and the values that are named. */
final class Slot {
    private final long number;
    private final Contents contents;
    private final long largest;
    private final Map<Digest, Content> values = new LinkedHashMap<>();
    private final TreeMap<Long, Ballot> prepares = new TreeMap<>();
    private final TreeMap<Long, Ballot> commits = new TreeMap<>();
    private Digest chosen;
    private Digest own;
    private Value early;
    private Signed<Header> proposal;
    private Duration since;
    private boolean prepared;
    private boolean committed;
    private boolean everCommitted;
    private boolean refused;
    private Digest written;
    private QuorumCertificate lock;
    private QuorumCertificate decision;

    Slot(long number, Contents contents, long largest, Duration since) {
        this.number = number;
        this.contents = contents;
        this.largest = largest;
        this.since = since;
    }

    long number() {
        return number;
    }

    /** Since when it has been under way here. */
    Duration since() {
        return since;
    }

    /** The header first seen of the latest epoch. */
    Optional<Signed<Header>> proposal() {
        return Optional.ofNullable(proposal);
    }

    /** The header first seen of this epoch. */
    Optional<Signed<Header>> proposal(long epoch) {
        return proposal().filter(it -> it.message().epoch() == epoch);
    }

    /** Takes the first header of an epoch that is later than the one held. */
    void propose(Signed<Header> header, Duration now) {
        if (proposal != null && proposal.message().epoch() >= header.message().epoch()) return;
        proposal = header;
        since = now;
        prepared = false;
        committed = false;
        refused = false;
        resolve(header.message().value());
    }

    /** Whether this member has prepared the proposal of this epoch. */
    boolean prepared(long epoch) {
        return prepared && proposal(epoch).isPresent();
    }

    /** Whether this member has committed the proposal of this epoch. */
    boolean committed(long epoch) {
        return committed && proposal(epoch).isPresent();
    }

    /** Whether this member has prepared the latest proposal. */
    boolean prepared() {
        return prepared;
    }

    /** Whether this member has committed the latest proposal. */
    boolean committed() {
        return committed;
    }

    void markPrepared() {
        Invariant.check(!prepared, "slot %s prepared twice", number);
        prepared = true;
    }

    void markCommitted() {
        Invariant.check(prepared && !committed, "slot %s committed twice or unprepared", number);
        committed = true;
        everCommitted = true;
    }

    /** Whether this member has sent COMMIT here, in whatever epoch of the view. */
    boolean everCommitted() {
        return everCommitted;
    }

    /** Whether the proposal of this epoch is not to be voted for, whatever comes. */
    boolean refused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    Optional<QuorumCertificate> lock() {
        return Optional.ofNullable(lock);
    }

    void lock(QuorumCertificate certificate) {
        lock = certificate;
    }

    /** What this member has committed before in this view, as its journal says. */
    void restoreLock(QuorumCertificate certificate) {
        lock = certificate;
        everCommitted = true;
        resolve(certificate.header().value());
    }

    Optional<QuorumCertificate> decision() {
        return Optional.ofNullable(decision);
    }

    void decide(QuorumCertificate certificate) {
        if (decision != null) {
            Digest before = decision.header().value();
            Invariant.check(before.equals(certificate.header().value()), "two values decided for slot %s", number);
            return;
        }
        decision = certificate;
        resolve(certificate.header().value());
    }

    /** Lock and decision, as far as there are any. */
    List<QuorumCertificate> certificates() {
        return Stream.of(lock(), decision()).flatMap(Optional::stream).toList();
    }

    /** The value whose bodies the journal holds, if any; the last of several. */
    Digest written() {
        return written;
    }

    void written(Digest value) {
        written = value;
    }

    /** The latest PREPARE of a member. */
    Optional<Ballot.Cast> prepareOf(MemberId member) {
        return latest(prepares, member);
    }

    /** The latest COMMIT of a member. */
    Optional<Ballot.Cast> commitOf(MemberId member) {
        return latest(commits, member);
    }

    private static Optional<Ballot.Cast> latest(TreeMap<Long, Ballot> ballots, MemberId member) {
        return ballots.descendingMap().values().stream()
                .flatMap(ballot -> ballot.of(member).stream())
                .findFirst();
    }

    Ballot prepares(long epoch) {
        return prepares.computeIfAbsent(epoch, any -> new Ballot());
    }

    Ballot commits(long epoch) {
        return commits.computeIfAbsent(epoch, any -> new Ballot());
    }

    /** COMMITs of epochs before this one, as far as they are kept. */
    Stream<Ballot> commitsBefore(long epoch) {
        return commits.headMap(epoch).values().stream();
    }

    /** What this member proposes here as the leader. */
    void own(Content content) {
        own = content.digest();
        values.put(own, content);
    }

    /** The epoch that has begun asks for this value, if any, to be proposed again. */
    void choose(Optional<Digest> value) {
        chosen = value.orElse(null);
        value.ifPresent(this::resolve);
    }

    /** Another epoch begins, in which this value, if any, is to be proposed again. */
    void restart(long epoch, Optional<Digest> nowChosen) {
        own = null;
        early = null;
        prepares.headMap(epoch - 1).clear();
        commits.headMap(epoch - 1).clear();
        choose(nowChosen);
        values.entrySet().removeIf(each -> {
            boolean unnamed = !names(each.getKey());
            if (unnamed) contents.forget(each.getValue());
            return unnamed;
        });
    }

    /** Forgets whatever waits for bodies. */
    void close() {
        values.values().forEach(contents::forget);
    }

    /** Whether this value was proposed, chosen, locked or decided here. */
    boolean names(Digest value) {
        return proposal != null && proposal.message().value().equals(value) || value.equals(own) || certifies(value);
    }

    /** Whether Q members have voted for this value. */
    boolean certifies(Digest value) {
        return value.equals(chosen)
                || lock != null && lock.header().value().equals(value)
                || decision != null && decision.header().value().equals(value);
    }

    /** Takes a value that is named; of another one, if asked to, keeps the latest, for its header may be on its way. */
    void learn(Value value, Digest digest, boolean keep) {
        if (!names(digest)) early = keep ? value : early;
        else if (!known(digest)) put(value, digest);
    }

    private void resolve(Digest digest) {
        if (known(digest)) return;
        Value empty = Value.empty(number);
        if (digest.equals(empty.digest())) put(empty, digest);
        else if (early != null && early.digest().equals(digest)) put(early, digest);
    }

    /** What a leader proposes has the size of a batch; what Q members have voted for is taken whatever its size. */
    private void put(Value value, Digest digest) {
        Content before = values.put(digest, contents.of(value, digest, certifies(digest) ? Long.MAX_VALUE : largest));
        if (before != null) contents.forget(before);
    }

    private boolean known(Digest digest) {
        Content content = values.get(digest);
        if (content != null && content.tooLarge() && certifies(digest)) put(content.value(), digest);
        return content != null;
    }

    /** All values that are known of those named here. */
    List<Content> contents() {
        return List.copyOf(values.values());
    }

    Optional<Content> content(Digest value) {
        return Optional.ofNullable(values.get(value));
    }

    /** The value that this slot will deliver, as far as is known: decided, to be proposed again, or proposed. */
    Optional<Digest> expected(long epoch) {
        if (decision != null) return Optional.of(decision.header().value());
        if (chosen != null) return Optional.of(chosen);
        if (own != null) return Optional.of(own);
        return proposal(epoch).map(it -> it.message().value());
    }
}

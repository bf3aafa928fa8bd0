package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** What members of the view in force say of the state after slots: of each its latest few words (AB-31). */
final class CheckpointVotes {
    /** A correct member has no more that are not stable; the lowest is dropped. */
    private static final int PER_MEMBER = 8;

    private final Ordering ordering;
    private final Map<MemberId, TreeMap<Long, Signed<Checkpoint>>> votes = new LinkedHashMap<>();

    CheckpointVotes(Ordering ordering) {
        this.ordering = ordering;
    }

    void install() {
        votes.clear();
    }

    /** Takes a vote of a seat of the view in force; the first of each slot counts. */
    void add(Signed<Checkpoint> vote) {
        TreeMap<Long, Signed<Checkpoint>> own = votes.computeIfAbsent(vote.sender(), any -> new TreeMap<>());
        own.putIfAbsent(vote.message().slot(), vote);
        if (own.size() > PER_MEMBER) own.pollFirstEntry();
    }

    /** Forgets what is said up to this slot. */
    void forgetUpTo(long slot) {
        votes.values().forEach(own -> own.headMap(slot, true).clear());
    }

    /** The state after this slot that a quorum has signed. */
    Optional<CheckpointCertificate> certificate(long slot) {
        return byState(slot).values().stream()
                .map(ordering.certificates()::of)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Who says what of this slot, if no state can find a quorum any more; for people (AB-24). */
    Optional<String> dispute(long slot) {
        Map<Digest, List<Signed<Checkpoint>>> byState = byState(slot);
        int seats = ordering.seating().members().size();
        int said = byState.values().stream().mapToInt(List::size).sum();
        int quorum = ordering.rules().stable(ordering.seating().quorum());
        int most = byState.values().stream().mapToInt(List::size).max().orElse(0);
        if (byState.size() < 2 || most + seats - said >= quorum) return Optional.empty();
        List<String> texts = new ArrayList<>();
        byState.forEach((state, of) -> texts.add(
                state + " of " + of.stream().map(each -> each.sender().name()).toList()));
        return Optional.of(String.join(", ", texts));
    }

    /** Who has said nothing of the state after this slot, or something else, if it is known here. */
    List<MemberId> lacking(long slot, Optional<Digest> state) {
        return ordering.seating().members().stream()
                .filter(each -> Optional.ofNullable(votes.get(each))
                        .map(own -> own.get(slot))
                        .map(vote -> vote.message().state())
                        .filter(said -> state.map(said::equals).orElse(true))
                        .isEmpty())
                .toList();
    }

    private Map<Digest, List<Signed<Checkpoint>>> byState(long slot) {
        Map<Digest, List<Signed<Checkpoint>>> byState = new TreeMap<>();
        for (TreeMap<Long, Signed<Checkpoint>> own : votes.values()) {
            Signed<Checkpoint> vote = own.get(slot);
            if (vote != null)
                byState.computeIfAbsent(vote.message().state(), any -> new ArrayList<>())
                        .add(vote);
        }
        return byState;
    }
}

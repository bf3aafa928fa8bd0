package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Genesis.Founder;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Who may hold a seat, and by which key (GM-16): the roster of the genesis, in which the keys of pardoned members have been
 * replaced (GM-6), in this life or in one that it goes on from (GM-22). Replicated state: at most one entry per name, and the keys that count no more.
 */
final class Roster {
    private final Genesis genesis;
    private final Map<MemberId, Pardoned> pardoned = new TreeMap<>();
    private final Set<Bearer> former = new LinkedHashSet<>();

    Roster(Genesis genesis) {
        this.genesis = genesis;
        genesis.recovered().map(Recovered::pardons).ifPresent(this::take);
    }

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        new Pardons(pardoned(), List.copyOf(former)).write(out);
    }

    void restore(WireReader in) throws MalformedException {
        take(Pardons.read(in));
    }

    private void take(Pardons all) {
        pardoned.clear();
        former.clear();
        for (Pardoned each : all.present()) pardoned.put(each.member(), each);
        former.addAll(all.former());
    }

    /** The present entry of this name. */
    Optional<Founder> of(MemberId member) {
        return genesis.onRoster(member).map(this::present);
    }

    /** The present entry for an origin that names a member on the roster, with its key. */
    Optional<Founder> of(Origin origin) {
        if (origin.principal().kind() != Principal.Kind.MEMBER) return Optional.empty();
        return of(origin.principal().member())
                .filter(entry -> entry.statementKey().equals(origin.key()));
    }

    /** All who may ever hold a seat. */
    List<Founder> all() {
        return genesis.roster().stream().map(this::present).toList();
    }

    private Founder present(Founder founder) {
        Pardoned since = pardoned.get(founder.member());
        return since == null ? founder : since.entry(founder);
    }

    /** Members whose keys are no longer those of the genesis. */
    List<Pardoned> pardoned() {
        return List.copyOf(pardoned.values());
    }

    /** Whether this start's key once was that of its name, and counts no more. */
    boolean isFormer(Origin origin) {
        return former.contains(Bearer.of(origin));
    }

    /** Why this cannot be the next key of the name; empty if it can. */
    Optional<String> flaw(Pardoned asked) {
        Bearer next = new Bearer(Principal.of(asked.member()), asked.key());
        Pardoned before = pardoned.get(asked.member());
        if (former.contains(next) || isPresent(next)) return Optional.of("it needs a new key");
        if (holders().contains(asked.key())) return Optional.of("the key is another's");
        if (before != null && !asked.issued().isAfter(before.issued()))
            return Optional.of("its certificate is not newer than that of " + before.issued());
        return former.size() < Parts.MOST ? Optional.empty() : Optional.of("too many have been pardoned in this life");
    }

    private boolean isPresent(Bearer bearer) {
        return all().stream()
                .anyMatch(entry -> bearer.equals(new Bearer(Principal.of(entry.member()), entry.statementKey())));
    }

    /** Keys of whoever has one: no two principals may share one. */
    private List<StatementKey> holders() {
        List<StatementKey> keys = new ArrayList<>();
        for (Founder each : all()) {
            keys.add(each.statementKey());
            each.sensors().forEach(sensor -> keys.add(sensor.key()));
        }
        Stream<StatementKey> others = Stream.concat(
                genesis.operators().keys().stream().map(operator -> operator.key()),
                former.stream().map(Bearer::key));
        others.forEach(keys::add);
        return keys;
    }

    /** From here on the name's key is this one; its former one never counts again. */
    void pardon(Pardoned entry) {
        Founder before = of(entry.member()).orElseThrow();
        former.add(new Bearer(Principal.of(entry.member()), before.statementKey()));
        pardoned.put(entry.member(), entry);
    }
}

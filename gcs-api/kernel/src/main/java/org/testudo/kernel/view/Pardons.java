package org.testudo.kernel.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis.Founder;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What operators' pardons have changed in the roster of a genesis (GM-6). It outlives the life in which they pardoned: a new one
 * (GM-22) is founded on the keys with which members came back.
 *
 * @param present names whose keys are no longer those of the genesis, at most one entry a name
 * @param former keys that count for nothing any more, of whatever name: whoever broke into a host may have them
 */
public record Pardons(List<Pardoned> present, List<Bearer> former) {
    /** Nobody was pardoned. */
    public static final Pardons NONE = new Pardons(List.of(), List.of());

    /** Twice what a group pardons in a life: views may tell of more. */
    private static final int MOST = 20_000;

    public Pardons {
        present = List.copyOf(present);
        former = List.copyOf(former);
    }

    /** The entry with which this name came back, if it did. */
    public Optional<Pardoned> of(MemberId member) {
        return present.stream().filter(each -> each.member().equals(member)).findFirst();
    }

    /** The line of the roster as it is now. */
    public Founder present(Founder founder) {
        return of(founder.member()).map(each -> each.entry(founder)).orElse(founder);
    }

    /** Why a life cannot be founded on this roster, for people: a key in it is a former one, or not that of a pardon. */
    public Optional<String> flaw(List<Founder> roster) {
        for (Founder each : roster) {
            StatementKey key = each.statementKey();
            Optional<Pardoned> since = of(each.member());
            boolean old = former.stream().anyMatch(it -> it.key().equals(key));
            boolean another = since.filter(it -> !it.key().equals(key)).isPresent();
            if (!old && !another) continue;
            String what =
                    old ? " is a former one, which counts no more since a pardon" : " is not the one of its pardon";
            String remedy = since.map(it -> "name the card of " + it.key() + ", issued " + it.issued() + ", as its key")
                    .orElse("name the card with which it was pardoned as its key");
            return Optional.of("the key of member " + each.member() + " in the configuration, " + key + "," + what
                    + "; " + remedy + ", or another member, and prepare the recovery again");
        }
        return Optional.empty();
    }

    /** After this name was pardoned once more, under a key that is not known here: none that it had before counts. */
    public Pardons outdated(Founder founder, List<StatementKey> had) {
        List<Bearer> all = new ArrayList<>(former);
        List<StatementKey> keys = new ArrayList<>(had);
        keys.add(founder.statementKey());
        keys.add(present(founder).statementKey());
        for (StatementKey key : keys) {
            Bearer bearer = new Bearer(Principal.of(founder.member()), key);
            if (!all.contains(bearer)) all.add(bearer);
        }
        List<Pardoned> others = present.stream()
                .filter(each -> !each.member().equals(founder.member()))
                .toList();
        return new Pardons(others, all);
    }

    public static Pardons read(WireReader in) throws MalformedException {
        return new Pardons(in.readList(MOST, Pardoned::read), in.readList(MOST, Bearer::read));
    }

    public void write(WireWriter out) {
        out.writeList(present, Pardoned::write).writeList(former, Bearer::write);
    }
}

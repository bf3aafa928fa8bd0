package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.cli.demo.MemberEvent;
import org.testudo.kernel.view.ViewRecord;

/**
 * Judges which views a group was in: by the chain of records that its certificates prove, by what its members have told of
 * them, and by what was done to these. The views are one chain, the same for all; who is excluded stays out; nobody is excluded
 * who did not turn against the group, nor before; nobody loses a seat who did not give it up; and a quorum always has seats.
 */
final class Succession {
    /**
     * One proved view.
     *
     * @param needed how many seats decide
     */
    record Link(
            long id,
            String digest,
            String previous,
            List<String> active,
            List<String> inactive,
            List<String> standbys,
            List<String> excluded,
            int needed) {
        Link {
            active = List.copyOf(active);
            inactive = List.copyOf(inactive);
            standbys = List.copyOf(standbys);
            excluded = List.copyOf(excluded);
        }

        static Link of(ViewRecord record) {
            return new Link(
                    record.id(),
                    record.digest().toHex(),
                    record.previous().toHex(),
                    names(record.view().members()),
                    names(record.view().inactive()),
                    record.standbys().stream()
                            .map(each -> each.origin().principal().name())
                            .toList(),
                    names(record.view().excluded()),
                    record.quorum().intersecting());
        }

        private static List<String> names(List<MemberId> members) {
            return members.stream().map(MemberId::name).toList();
        }

        private List<String> seated() {
            List<String> seated = new ArrayList<>(active);
            seated.addAll(inactive);
            return seated;
        }
    }

    /** The types of what members tell of views. */
    static final List<String> TOLD = List.of("view", "certified");

    private final Map<Long, Link> links = new LinkedHashMap<>();
    private final Map<String, Long> turned;
    private final Set<String> retired;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> earliest = new LinkedHashMap<>();

    /**
     * @param turned who was made to turn against the group, and when by the monotonic clock
     * @param retired who was asked to give its seat up at some time
     */
    Succession(Map<String, Long> turned, Set<String> retired) {
        this.turned = Map.copyOf(turned);
        this.retired = Set.copyOf(retired);
    }

    /** The proved views, in their order, from view 1 on. */
    void proved(List<Link> chain) {
        Optional<Link> before = Optional.empty();
        for (Link each : chain) {
            links.put(each.id, each);
            before.ifPresent(it -> judge(it, each));
            judge(each);
            before = Optional.of(each);
        }
    }

    /** There is no proof, and why. */
    void unproved(String why) {
        violations.add("the views cannot be proved: " + why);
    }

    private void judge(Link before, Link next) {
        if (next.id != before.id + 1 || !next.previous.equals(before.digest)) {
            violations.add("view " + next.id + " does not follow view " + before.id + ": this is no chain");
        }
        for (String each : before.excluded) {
            if (!next.excluded.contains(each)) {
                violations.add(each + " is out in view " + before.id + ", and no longer in view " + next.id);
            }
        }
        for (String each : before.seated()) {
            boolean lost = !next.seated().contains(each) && !next.excluded.contains(each);
            if (lost && !retired.contains(each)) {
                violations.add(each + " has lost its seat in view " + next.id + ", and nobody has asked it to go");
            }
        }
    }

    private void judge(Link link) {
        Set<String> present = new LinkedHashSet<>(link.seated());
        present.addAll(link.standbys);
        for (String each : link.excluded) {
            if (present.contains(each)) violations.add(each + " is out in view " + link.id + ", and takes part in it");
            if (!turned.containsKey(each)) {
                violations.add(each + " is excluded in view " + link.id + ", and has done nothing");
            }
        }
        if (link.seated().size() < link.needed) {
            violations.add("view " + link.id + " has " + link.seated().size() + " members with seats, " + link.needed
                    + " are needed to decide");
        }
    }

    /** What a member told, while it was not against the group; the chain is given before. */
    void told(String member, MemberEvent event) {
        Long since = turned.get(member);
        if (since != null && event.nanos() >= since) return; // it says what it likes
        if (event.type().equals("view") && event.number("id") > 0) toldView(member, event);
        else if (event.type().equals("certified")) toldCertified(member, event);
    }

    private void toldView(String member, MemberEvent event) {
        event.names("excluded").forEach(each -> earliest.merge(each, event.nanos(), Math::min));
        Link link = links.get(event.number("id"));
        if (link == null) {
            violations.add(member + " was in view " + event.number("id") + ", which nothing proves");
            return;
        }
        boolean same = link.active.equals(event.names("members"))
                && link.inactive.equals(event.names("inactive"))
                && link.excluded.equals(event.names("excluded"));
        if (!same) {
            violations.add(member + " was in another view " + link.id + " than is proved: with "
                    + event.names("members") + ", not " + link.active + "; inactive " + event.names("inactive")
                    + ", not " + link.inactive + "; excluded " + event.names("excluded") + ", not " + link.excluded);
        }
    }

    private void toldCertified(String member, MemberEvent event) {
        Link link = links.get(event.number("id"));
        if (link != null && link.digest.equals(event.text("digest"))) return;
        violations.add(member + " holds a certificate of another view " + event.number("id") + " than is proved");
    }

    /** In words; empty if all was right. */
    List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        earliest.forEach((member, nanos) -> {
            Long since = turned.get(member);
            if (since != null && nanos < since) all.add(member + " was excluded before it had done anything");
        });
        return all;
    }

    /** How many views there were. */
    int views() {
        return links.size();
    }

    /** Who is out in the end. */
    List<String> excluded() {
        return links.values().stream()
                .reduce((first, second) -> second)
                .map(Link::excluded)
                .orElse(List.of());
    }
}

package org.testudo.benchmarks.attacks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testudo.api.TestudoException;

/** Has a member of a group carry out one attack, and observes what becomes of the others. */
final class Siege {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    /** Stock members install what they believe at once. */
    private static final Duration INSTALLING = Duration.ofSeconds(5);

    private static final Duration LEAVING = Duration.ofSeconds(10);
    private static final String FORGED = "alice:" + InsiderAttack.FORGED;

    private final Besieged group;
    private final InsiderAttack attack;
    private final String attacker;
    private final List<String> correct;
    private final List<Integer> begun = new ArrayList<>();
    private final Map<String, Count> before = new LinkedHashMap<>();

    /** What a member had refused of the attacker, and what had come to its layers. */
    private record Count(long refused, long arrived) {
        Count since(Count before) {
            return new Count(refused - before.refused, arrived - before.arrived);
        }

        boolean any() {
            return refused > 0 || arrived > 0;
        }

        Count plus(Count other) {
            return new Count(refused + other.refused, arrived + other.arrived);
        }
    }

    Siege(Besieged group, InsiderAttack attack) {
        this.group = group;
        this.attack = attack;
        attacker = attack.attacker(group.look("alice").leader());
        correct = new ArrayList<>(Besieged.NAMES);
        correct.remove(attacker);
    }

    Finding run() throws InterruptedException {
        measure();
        group.tell(attacker, "attack " + attack);
        if (!group.stack().stock()) group.tell("bob", "say something"); // cores act on events only
        if (attack == InsiderAttack.RETRANSMISSION_POISONING) group.tell("alice", "say genuine");
        group.await(
                PATIENCE,
                () -> harm() != null
                        || convicted()
                        || harmsAtOnce() && arrived().any());
        if (harmsAtOnce()) group.await(AT_ONCE, () -> harm() != null);
        if (attack == InsiderAttack.VIEW_ID_OVERFLOW) return afterOverflow();
        String harm = harm();
        if (harm != null) return Finding.succeeded(harm);
        if (attack == InsiderAttack.FORGED_SUSPECT) return whileTheAccusedIsSilent();
        return withstood(correct, arrival());
    }

    /** Once more, while what the accused says in its defence comes late. */
    private Finding whileTheAccusedIsSilent() throws InterruptedException {
        LateAnswer late = new LateAnswer(group, attacker, "carol");
        String harm = late.harm();
        if (harm != null) return Finding.succeeded(harm);
        return withstood(correct, arrival() + "; " + late.outcome());
    }

    private void measure() {
        for (String each : correct) {
            Seen seen = group.look(each);
            begun.add(seen.delivered().size());
            before.put(each, count(seen));
        }
    }

    private Count count(Seen seen) {
        return new Count(seen.refused(attacker), seen.arrived(proof()));
    }

    /** What shows that it came to a layer, where no counter of refusals does. */
    private String proof() {
        return switch (attack) {
            case SPLIT_VIEWS -> attacker + " ViewSignature";
            case VIEW_ID_OVERFLOW -> attacker + " parked";
            case FORGED_SUSPECT -> group.stack().stock() ? "suspect carol" : attacker + " OwnRequest";
            case ORDERING_BYPASS -> attacker + " Header";
            default -> "(none)";
        };
    }

    /** Whoever cannot have one member leave any more has lost its membership. */
    private Finding afterOverflow() throws InterruptedException {
        if (convicted()) return withstood(correct, arrival());
        boolean installed = group.stack().stock()
                && group.await(
                        INSTALLING,
                        () -> correct.stream()
                                .anyMatch(each -> group.look(each).viewId().contains("" + Long.MAX_VALUE)));
        String counted = installed ? "it was installed" : arrival();
        group.tell("bob", "leave");
        List<String> left = List.of("alice", "carol");
        boolean gone = group.await(
                LEAVING,
                () -> group.look(left).stream().noneMatch(it -> it.view().contains("bob")));
        if (!gone) return Finding.succeeded("bob left, and is still in the views of " + left);
        Finding finding = withstood(left, counted);
        return new Finding(finding.outcome(), finding.detail() + "; bob could leave", false);
    }

    private boolean convicted() {
        return !group.stack().stock()
                && correct.stream().allMatch(each -> group.look(each).excludes(attacker));
    }

    /** Whether it is one message that is believed when it comes, or never. */
    private boolean harmsAtOnce() {
        return switch (attack) {
            case SOURCE_SPOOFING, RETRANSMISSION_POISONING, SERIALIZATION_GADGET -> true;
            default -> false;
        };
    }

    private Count arrived() {
        return correct.stream()
                .map(each -> count(group.look(each)).since(before.get(each)))
                .reduce(new Count(0, 0), Count::plus);
    }

    /** That it has come to correct members, and how much of it. */
    private String arrival() {
        Count seen = arrived();
        if (!convicted() && !seen.any()) {
            throw new TestudoException("nothing of the attack was seen to arrive");
        }
        return seen.refused() + " refused, " + seen.arrived() + " arrived and without effect";
    }

    /** It arrived and did no harm so far: does the group still serve? */
    private Finding withstood(List<String> serving, String counted) throws InterruptedException {
        if (!group.serves(serving)) return Finding.succeeded("the group delivers nothing any more; " + counted);
        if (convicted()) {
            return new Finding(Verdict.Outcome.CONVICTED, attacker + " is expelled on evidence; " + counted, false);
        }
        boolean whole = group.all(Besieged.NAMES.size(), serving);
        return new Finding(Verdict.Outcome.BLOCKED, counted, whole);
    }

    /** What has befallen a correct member; null if nothing. */
    private @Nullable String harm() {
        Seen bob = group.look("bob");
        Seen carol = group.look("carol");
        return switch (attack) {
            case FORGED_LEAVE, FORGED_VIEW -> lacks("carol", carol, "bob");
            case SPLIT_VIEWS ->
                bob.viewId().equals(carol.viewId()) && !bob.view().equals(carol.view())
                        ? "view " + bob.viewId() + " is " + bob.view() + " to bob and " + carol.view() + " to carol"
                        : null;
            case VIEW_ID_OVERFLOW -> null;
            case SOURCE_SPOOFING -> bob.delivered(FORGED) ? "bob was delivered " + FORGED : null;
            case RETRANSMISSION_POISONING ->
                bob.delivered(FORGED)
                        ? "bob was delivered " + FORGED
                                + (bob.delivered("alice:genuine") ? "" : " in place of what alice said")
                        : null;
            case EQUIVOCATION -> divergence();
            case FORGED_SUSPECT -> lacks("bob", bob, "carol");
            case FORGED_JOIN -> lacks("bob", bob, "alice");
            case ORDERING_BYPASS ->
                bob.delivered(FORGED) && !carol.delivered(FORGED)
                        ? "bob was delivered " + FORGED + ", carol not"
                        : group.stack().stock() ? null : divergence();
            case SERIALIZATION_GADGET ->
                bob.delivered("dave:" + InsiderAttack.GADGET.getClass().getName())
                        ? "bob's process made an object of a class that dave named"
                        : null;
        };
    }

    private static @Nullable String lacks(String who, Seen seen, String member) {
        if (seen.view().contains(member)) return null;
        return "the view of " + who + " is " + seen.view() + ", without " + member;
    }

    /** Two that were delivered different things in one place. */
    private @Nullable String divergence() {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < correct.size(); i++) {
            List<String> delivered = group.look(correct.get(i)).delivered();
            all.add(delivered.subList(begun.get(i), delivered.size()));
        }
        for (List<String> one : all) {
            for (List<String> other : all) {
                int both = Math.min(one.size(), other.size());
                for (int i = 0; i < both; i++) {
                    if (!one.get(i).equals(other.get(i)))
                        return "one was delivered " + one.get(i) + ", another " + other.get(i) + " in its place";
                }
            }
        }
        return null;
    }
}

package org.testudo.benchmarks.chaos;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.testudo.cli.demo.MemberEvent;
import org.testudo.cli.demo.Observations;
import org.testudo.cli.demo.Stage;

/** What the members' processes say of themselves, and of the group. */
final class Group {
    private static final long ANSWER = 2_000;

    private final Stage stage;
    private final Optional<Network> network;
    private final Crew crew;
    private final Observations told;

    Group(Stage stage, Optional<Network> network, Crew crew) {
        this.stage = stage;
        this.network = network;
        this.crew = crew;
        told = stage.observations();
    }

    Optional<Network> network() {
        return network;
    }

    Crew crew() {
        return crew;
    }

    /** Who leads the latest epoch that anyone has told. */
    Optional<String> leader() {
        return crew.seated().stream()
                .map(member -> told.last(member, "leader"))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong((MemberEvent event) -> event.number("view"))
                        .thenComparingLong(event -> event.number("epoch")))
                .map(event -> event.text("leader"));
    }

    /** Waits until each of these members has told something of that kind since this instant; false if that takes too long. */
    boolean awaitTold(Collection<String> members, long since, Predicate<MemberEvent> what, long millis)
            throws InterruptedException {
        return told.await(members, event -> event.nanos() >= since && what.test(event), millis);
    }

    /** The same of a view. */
    boolean awaitView(Collection<String> members, long since, Predicate<MemberEvent> what, long millis)
            throws InterruptedException {
        return awaitTold(members, since, event -> event.type().equals("view") && what.test(event), millis);
    }

    /** What each of these members answers when it is asked now; empty if one does not answer at once. */
    Optional<List<MemberEvent>> statuses(Collection<String> members) throws InterruptedException {
        long asked = System.nanoTime();
        for (String each : members) stage.member(each).tell("status");
        boolean all = told.await(members, event -> event.type().equals("status") && event.nanos() >= asked, ANSWER);
        if (!all) return Optional.empty();
        return Optional.of(members.stream()
                .map(each -> told.last(each, "status").orElseThrow())
                .toList());
    }

    /**
     * Waits until nobody is faulty any more: every member is in service, all are in one view, what one sends arrives at every
     * other, and each is past a slot that was ordered since, so that the view has been voted in, too (G-1). By slots, since one
     * that was given a state has not executed what led to it.
     *
     * @return whether that came about in time
     */
    boolean awaitRecovery(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        long goal = -1;
        while (System.nanoTime() < deadline) {
            Optional<List<MemberEvent>> statuses = statuses(crew.seated());
            if (statuses.isPresent() && inService(statuses.get()) && inOneView() && linksAreWhole()) {
                if (goal < 0) goal = last(statuses.get());
                else if (first(statuses.get()) > goal) return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /** Waits, when no operation is asked for any more, until all have come to the same slot and state. */
    boolean awaitSettled(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < deadline) {
            Optional<List<MemberEvent>> statuses = statuses(crew.seated());
            boolean equal = statuses.isPresent()
                    && inService(statuses.get())
                    && last(statuses.get()) == first(statuses.get())
                    && digests(statuses.get()) == 1;
            if (equal) return true;
            Thread.sleep(100);
        }
        return false;
    }

    /** What each member says, in words, for whoever has to find out why one does not come back. */
    String describe() throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (String each : crew.seated()) {
            String said = statuses(List.of(each))
                    .map(it -> it.get(0).text("state") + " slot " + it.get(0).number("slot"))
                    .orElse(stage.member(each).running() ? "no answer" : "ended");
            text.append(each).append(": ").append(said).append("; ");
        }
        return text.toString();
    }

    private boolean inService(List<MemberEvent> statuses) {
        return statuses.stream().allMatch(each -> each.text("state").equals("IN_SERVICE"));
    }

    private boolean linksAreWhole() {
        return network.map(it -> it.whole(crew.seated())).orElse(true);
    }

    private boolean inOneView() {
        return crew.seated().stream()
                        .map(each -> told.last(each, "view").map(view -> view.number("id")))
                        .distinct()
                        .count()
                == 1;
    }

    /** The slot of the member that has come furthest. */
    private static long last(List<MemberEvent> statuses) {
        return statuses.stream().mapToLong(it -> it.number("slot")).max().orElse(-1);
    }

    private static long first(List<MemberEvent> statuses) {
        return statuses.stream().mapToLong(it -> it.number("slot")).min().orElse(-1);
    }

    private static long digests(List<MemberEvent> statuses) {
        return statuses.stream().map(it -> it.text("digest")).distinct().count();
    }
}

package org.testudo.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.testudo.api.TestudoException;

/**
 * Members that come, go, fall silent and come back while clients are served: a standby takes the seat of one that retires, one
 * is stopped and goes on, one is killed and restarted, one leaves in order and returns. Each step begins when the one before
 * has come to its end in the view of a member that is not part of it.
 */
final class Churn implements Runnable {
    static final String STANDBY = "eve";
    private static final long PATIENCE = 90_000;

    private final Stage stage;
    private final Observations observations;
    private final Timeline timeline;
    private final Set<String> correct;
    private final Map<String, Boolean> outcomes = new LinkedHashMap<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private volatile RuntimeException failure;

    /** @param correct the members that are up at the end: kept up to date */
    Churn(Stage stage, Timeline timeline, Set<String> correct) {
        this.stage = stage;
        this.observations = stage.observations();
        this.timeline = timeline;
        this.correct = correct;
    }

    /** Whether it has come to its end, well or not. */
    boolean done() {
        return done.get();
    }

    /** What each step promised, and whether that held. */
    Map<String, Boolean> outcomes() {
        if (failure != null) throw failure;
        return outcomes;
    }

    @Override
    public void run() {
        try {
            standbyTakesTheSeatOfWhoRetires();
            silentMemberRestsAndReturns();
            killedMemberComesBackAsANewStart();
            memberLeavesInOrderAndReturns();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            done.set(true);
        }
    }

    private void standbyTakesTheSeatOfWhoRetires() throws InterruptedException {
        long since = System.nanoTime();
        stage.startMember(STANDBY);
        tell("standby", STANDBY + " starts: she is on the roster and holds no seat");
        boolean ready = observations.await(
                List.of("alice"),
                event -> event.type().equals("ready") && event.text("member").equals(STANDBY),
                PATIENCE);
        outcomes.put("eve followed the order as a standby until she was ready", ready);
        since = System.nanoTime();
        stage.member("carol").tell("retire");
        tell("retire", "carol retires: her seat falls vacant, and the standby takes it");
        correct.remove("carol");
        promise(
                "eve took carol's seat and serves",
                "alice",
                since,
                view -> active(view).contains(STANDBY) && !seated(view, "carol"));
        correct.add(STANDBY);
        boolean inOneView = observations.of("alice", "view").stream()
                .map(view -> view.text("reason"))
                .anyMatch(reason -> reason.contains("carol retired") && reason.contains(STANDBY + " takes the seat"));
        outcomes.put("the view that vacated the seat gave it to her", inOneView);
        observations.await(List.of(STANDBY), event -> event.type().equals("view"), PATIENCE);
    }

    private void silentMemberRestsAndReturns() throws InterruptedException {
        long since = System.nanoTime();
        stage.member("bob").halt();
        tell("stop", "bob's process is stopped: nothing is heard of him");
        promise(
                "bob was deactivated while he was silent",
                "alice",
                since,
                view -> inactive(view).contains("bob"));
        since = System.nanoTime();
        stage.member("bob").proceed();
        tell("continue", "bob's process goes on");
        promise("bob was reactivated", "alice", since, view -> active(view).contains("bob"));
    }

    private void killedMemberComesBackAsANewStart() throws InterruptedException {
        long since = System.nanoTime();
        stage.member("dave").kill();
        tell("kill", "dave's process is killed");
        promise(
                "dave was deactivated when he was gone",
                "alice",
                since,
                view -> inactive(view).contains("dave"));
        comeBack("dave", "alice");
    }

    private void memberLeavesInOrderAndReturns() throws InterruptedException {
        long since = System.nanoTime();
        tell("leave", "alice leaves in order and keeps her seat");
        stage.member("alice").stop();
        promise(
                "alice rested from when she left",
                "bob",
                since,
                view -> inactive(view).contains("alice"));
        comeBack("alice", "bob");
    }

    private void comeBack(String member, String witness) throws InterruptedException {
        long since = System.nanoTime();
        stage.startMember(member);
        tell("restart", member + " starts anew, without memory");
        promise(
                member + " came back as a new start",
                witness,
                since,
                view -> active(view).contains(member) && view.text("reason").contains(member));
        observations.await(
                List.of(member), event -> event.nanos() >= since && event.type().equals("view"), PATIENCE);
    }

    private void promise(String promise, String witness, long since, Predicate<MemberEvent> view)
            throws InterruptedException {
        boolean kept = observations.await(
                List.of(witness),
                event -> event.type().equals("view") && event.nanos() >= since && view.test(event),
                PATIENCE);
        outcomes.put(promise, kept);
        if (!kept) {
            throw new TestudoException("churn: after " + PATIENCE / 1000 + " s " + witness + " has not seen that "
                    + promise + "; the members' logs say more (--keep DIR)");
        }
    }

    private static List<String> active(MemberEvent view) {
        return view.names("members");
    }

    private static List<String> inactive(MemberEvent view) {
        return view.names("inactive");
    }

    private static boolean seated(MemberEvent view, String member) {
        return active(view).contains(member) || inactive(view).contains(member);
    }

    private void tell(String type, String text) {
        timeline.tell(type, text, Map.of());
    }
}

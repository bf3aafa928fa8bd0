package org.testudo.benchmarks.chaos;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.testudo.api.TestudoException;
import org.testudo.cli.demo.MemberEvent;
import org.testudo.cli.demo.Processes;
import org.testudo.cli.demo.Stage;

/** Has members come, go, be replaced and be excluded, and waits for what the group must make of it. */
final class Acts {
    /** How long the group may take to decide; any bound is reported, so this is far beyond it. */
    private static final long PATIENCE = 120_000;

    private final Stage stage;
    private final Group group;
    private final Crew crew;
    private final Random random;

    Acts(Stage stage, Group group, Random random) {
        this.stage = stage;
        this.group = group;
        this.crew = group.crew();
        this.random = random;
    }

    Faults.Planned plan(FaultKind kind, String member) {
        return switch (kind) {
            case JOIN -> new Faults.Planned(member + " starts, on the roster and without a seat", () -> join(member));
            case LEAVE -> leave(member, 500L + random.nextInt(2_500));
            case REPLACE ->
                new Faults.Planned(member + " retires; a standby is to take its seat", () -> replace(member));
            case EXCLUDE -> random.nextBoolean() ? reported(member) : convicted(member);
            case ROLLING_RESTART ->
                new Faults.Planned(
                        "all members are restarted in order, one after the other: " + crew.seated(), this::restartAll);
            default -> throw new IllegalArgumentException(kind + " is none of the membership");
        };
    }

    private void join(String member) throws InterruptedException {
        long begun = System.nanoTime();
        stage.startMember(member);
        // Whoever gave a seat up before is known already: only what is told from now on counts.
        boolean ready = group.awaitTold(
                crew.seated().subList(0, 1),
                begun,
                event -> event.type().equals("ready") && event.text("member").equals(member),
                PATIENCE);
        if (!ready) throw failed(member + " is not ready to take a seat");
        crew.admitted(member);
    }

    private Faults.Planned leave(String member, long millis) {
        return new Faults.Planned(
                member + " leaves in order, and is started again after " + millis + " ms",
                () -> restart(member, millis));
    }

    private void restart(String member, long millis) throws InterruptedException {
        long begun = System.nanoTime();
        List<String> others = others(member);
        try {
            stage.member(member).stop();
            boolean resting = group.awaitView(
                    others, begun, view -> view.names("inactive").contains(member), PATIENCE);
            if (!resting) throw failed(member + " has gone, and the others still count on it");
            Thread.sleep(millis);
        } finally {
            stage.startMember(member);
        }
    }

    private void restartAll() throws InterruptedException {
        for (String each : crew.seated()) {
            restart(each, 0);
            if (!group.awaitRecovery(PATIENCE)) throw failed("not recovered after the restart of " + each);
        }
    }

    private void replace(String member) throws InterruptedException {
        long begun = System.nanoTime();
        crew.retires(member);
        stage.member(member).tell("retire");
        awaitSuccessor(member, begun, view -> true);
        long deadline = System.nanoTime() + PATIENCE * 1_000_000;
        while (stage.member(member).running() && System.nanoTime() < deadline) Thread.sleep(10);
        if (stage.member(member).running()) throw failed(member + " has retired, and does not end");
    }

    /** Its sensor says that its host has been taken over, and from then on its process does what an attacker's would. */
    private Faults.Planned reported(String member) {
        String text = member + " is taken over: it drops and corrupts what it sends, and its sensor reports it";
        return new Faults.Planned(text, () -> {
            turn(member, "misbehave");
            stage.appendAlert(member, Stage.COMPROMISED);
            stage.startSensor(member);
            try {
                exclude(member);
            } finally {
                stage.sensor(member).stop();
            }
        });
    }

    /** It signs what no correct member signs, and no sensor is needed. */
    private Faults.Planned convicted(String member) {
        String text = member + " is taken over: it proposes what it may not, which its signature proves";
        return new Faults.Planned(text, () -> {
            turn(member, "usurp");
            exclude(member);
        });
    }

    private void turn(String member, String how) {
        crew.turns(member, System.nanoTime());
        stage.member(member).tell(how);
    }

    private void exclude(String member) throws InterruptedException {
        Processes.Running taken = stage.member(member);
        try {
            awaitSuccessor(
                    member,
                    crew.struck().get(member),
                    view -> view.names("excluded").contains(member));
        } finally {
            taken.kill();
        }
    }

    /** Waits until its seat is another's in the eyes of all others, in a view of that kind. */
    private void awaitSuccessor(String member, long since, Predicate<MemberEvent> wanted) throws InterruptedException {
        String successor = crew.standbys().get(0);
        boolean taken = group.awaitView(
                crew.seated(),
                since,
                view -> wanted.test(view) && !seated(view, member) && seated(view, successor),
                PATIENCE);
        if (!taken) throw failed(successor + " has not taken the seat of " + member);
        crew.sit(List.of(successor));
    }

    private static boolean seated(MemberEvent view, String member) {
        return view.names("members").contains(member) || view.names("inactive").contains(member);
    }

    private List<String> others(String member) {
        return crew.seated().stream().filter(each -> !each.equals(member)).toList();
    }

    private static TestudoException failed(String what) {
        return new TestudoException(what + " after " + PATIENCE / 1_000 + " s");
    }
}

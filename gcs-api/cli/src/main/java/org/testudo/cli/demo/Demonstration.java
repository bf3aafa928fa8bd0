package org.testudo.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.testudo.api.TestudoException;

/** One run: a group of four and its clients on a {@link Stage}, a scenario's events in the midst of it, the audit after. */
final class Demonstration {
    private static final String INTRUDER = "carol";

    private final Scenario scenario;
    private final Stage stage;
    private final Timeline timeline;
    private final Workload workload;
    private final int rate;
    private final Observations observations;
    private final Set<String> correct = Collections.synchronizedSet(new LinkedHashSet<>(Stage.MEMBERS));
    private final Churn churn;
    private final AtomicBoolean attempted = new AtomicBoolean();
    private final AtomicBoolean struck = new AtomicBoolean();
    private final AtomicLong struckAt = new AtomicLong();
    private volatile long viewAtAttempt = -1;
    private volatile long viewAtStrike = -1;
    private volatile String killed = "";

    Demonstration(Scenario scenario, Stage stage, Timeline timeline, Workload workload, int rate) {
        this.scenario = scenario;
        this.stage = stage;
        this.timeline = timeline;
        this.workload = workload;
        this.rate = rate;
        observations = stage.observations();
        churn = new Churn(stage, timeline, correct);
    }

    Summary run() throws IOException, InterruptedException {
        stage.start(workload.clients(), scenario == Scenario.CHURN ? List.of(Churn.STANDBY) : List.of());
        Narrator narrator = new Narrator(timeline);
        stage.onEvent(narrator::tell);
        stage.awaitService();
        tell("service", "the group is in service: " + String.join(", ", Stage.MEMBERS), Map.of());
        Load load = new Load(workload, stage.openClients(workload.clients()), this::progressed);
        tell(
                "load",
                workload.steps().size() + " operations of " + workload.clients().size() + " clients begin",
                Map.of());
        Throughput throughput =
                new Throughput(timeline, () -> load.acknowledged().size());
        Thread director = new Thread(churn, "testudo-churn");
        director.setDaemon(true); // if the load fails, nobody waits for it
        if (scenario == Scenario.CHURN) director.start();
        int asked;
        try (throughput) {
            asked = load.run(rate, () -> scenario != Scenario.CHURN || churn.done());
        }
        director.join();
        tell("load-done", load.acknowledged().size() + " operations acknowledged", Map.of());
        load.failures().stream().limit(5).forEach(failure -> tell("failed", "failed: " + failure, Map.of()));
        return conclude(load, asked);
    }

    /** Called after each completed operation; begins the scenario's events at their place in the run. */
    private void progressed(int done) {
        int total = workload.steps().size();
        if (done >= total / 4 && scenario == Scenario.INTRUSION && attempted.compareAndSet(false, true)) attempt();
        if (done >= total / 2 && scenario != Scenario.CHURN && struck.compareAndSet(false, true)) strike();
    }

    private void attempt() {
        viewAtAttempt = currentView();
        stage.appendAlert(INTRUDER, Stage.ATTACKED);
        tell("attempt", "sensor of carol: somebody attacks carol (attempted, victim): must have no effect", Map.of());
    }

    private void strike() {
        viewAtStrike = currentView();
        switch (scenario) {
            case INTRUSION -> {
                correct.remove(INTRUDER);
                stage.member(INTRUDER).tell("misbehave");
                struckAt.set(stage.appendAlert(INTRUDER, Stage.COMPROMISED));
                tell(
                        "intrusion",
                        "carol is taken over: her process drops and corrupts what it sends; her sensor reports"
                                + " root shell output (succeeded, actor)",
                        Map.of("member", INTRUDER));
            }
            case CRASH -> {
                killed = leader();
                correct.remove(killed);
                struckAt.set(System.nanoTime());
                stage.member(killed).kill();
                tell("crash", "the leader's process is killed: " + killed, Map.of("member", killed));
            }
            case CHURN -> throw new IllegalStateException("churn strikes by itself");
            case FALSE_ACCUSATION -> {
                correct.remove(INTRUDER);
                struckAt.set(System.nanoTime());
                stage.member(INTRUDER).tell("accuse bob");
                tell(
                        "accusation",
                        "carol accuses bob, by her own word and in the name of a sensor that does not exist",
                        Map.of("member", INTRUDER, "target", "bob"));
            }
        }
    }

    private Summary conclude(Load load, int asked) throws IOException, InterruptedException {
        // What the group has come to is read before its members are stopped: each of them then disconnects in order.
        boolean settled = stage.settle(correct, load.acknowledged().size());
        Map<String, Boolean> expectations = new LinkedHashMap<>();
        expectations.put("every correct member executed everything", settled);
        expectations.put("all correct members agree on the last view", stage.agreeOnView(correct));
        Optional<MemberEvent> view = observations.last(correct.iterator().next(), "view");
        List<String> excluded = view.map(event -> event.names("excluded")).orElse(List.of());
        expect(expectations, excluded);
        OptionalLong exclusion = scenario == Scenario.INTRUSION
                ? observations.whenAll(correct, event -> isViewWithout(event, INTRUDER))
                : OptionalLong.empty();
        OptionalLong alertToExclusion = exclusion.isPresent()
                ? OptionalLong.of((exclusion.getAsLong() - struckAt.get()) / 1_000_000)
                : exclusion;
        Map<Long, String> views = views();
        stage.stopMembers();
        List<Audit.Testimony> testimonies = new ArrayList<>();
        for (String member : correct) testimonies.add(stage.testimony(member));
        return new Summary(
                scenario.toString(),
                load.acknowledged().size(),
                asked,
                Audit.of(load.acknowledged(), testimonies),
                excluded,
                cause(),
                alertToExclusion,
                load.longestGapMs(),
                view.map(event -> event.number("id")).orElse(-1L),
                views,
                expectations);
    }

    /** Every view that a member has told, with why it was formed. */
    private Map<Long, String> views() {
        Map<Long, String> views = new TreeMap<>();
        for (String member : correct) {
            for (MemberEvent view : observations.of(member, "view")) views.put(view.number("id"), view.text("reason"));
        }
        return views;
    }

    private void expect(Map<String, Boolean> expectations, List<String> excluded) {
        switch (scenario) {
            case INTRUSION -> {
                expectations.put("carol is excluded, and nobody else", excluded.equals(List.of(INTRUDER)));
                expectations.put(
                        "the attempted attack was judged and had no effect",
                        viewAtAttempt == viewAtStrike && viewAtAttempt >= 0 && judgedWithoutEffect(INTRUDER, 1));
            }
            case CRASH -> {
                expectations.put("nobody is excluded", excluded.isEmpty());
                expectations.put(
                        "the group went on under a new leader", correct.stream().allMatch(this::hasNewLeader));
            }
            case CHURN -> {
                expectations.put("nobody is excluded", excluded.isEmpty());
                expectations.putAll(churn.outcomes());
            }
            case FALSE_ACCUSATION -> {
                expectations.put("bob stays, and nobody is excluded", excluded.isEmpty() && bobStays());
                expectations.put("carol's own word was judged and had no effect", judgedWithoutEffect("bob", 1));
                expectations.put("the made-up sensor was refused", !anyJudgement("bob", "sensor"));
                expectations.put(
                        "the accusations were made",
                        observations.last(INTRUDER, "accused").isPresent());
            }
        }
    }

    private boolean judgedWithoutEffect(String target, int least) {
        return correct.stream()
                .allMatch(member -> observations.of(member, "judged").stream()
                                .filter(event -> event.text("target").equals(target))
                                .filter(event -> event.text("effective").equals("false"))
                                .count()
                        >= least);
    }

    private boolean anyJudgement(String target, String word) {
        return correct.stream()
                .anyMatch(member -> observations.of(member, "judged").stream()
                        .anyMatch(event -> event.text("target").equals(target)
                                && event.text("verdict").contains(word)));
    }

    /** Why the first exclusion came about, as the members judged it. */
    private String cause() {
        return observations.of(correct.iterator().next(), "judged").stream()
                .filter(event -> event.text("effective").equals("true"))
                .map(event -> event.text("verdict").replaceFirst("^excluded: ", ""))
                .findFirst()
                .orElse("");
    }

    private boolean bobStays() {
        return correct.stream()
                .allMatch(member -> observations
                        .last(member, "view")
                        .map(event -> event.names("members").contains("bob"))
                        .orElse(false));
    }

    private boolean hasNewLeader(String member) {
        return observations.of(member, "leader").stream()
                .anyMatch(event -> event.nanos() > struckAt.get()
                        && event.number("epoch") > 0
                        && !event.text("leader").equals(killed));
    }

    private String leader() {
        String witness = Stage.MEMBERS.get(Stage.MEMBERS.size() - 1);
        return observations
                .last(witness, "leader")
                .map(event -> event.text("leader"))
                .orElseThrow(() -> new TestudoException("no leader is known yet; the members' logs say more"));
    }

    private long currentView() {
        return correct.stream()
                .map(member -> observations.last(member, "view"))
                .flatMap(Optional::stream)
                .mapToLong(event -> event.number("id"))
                .max()
                .orElse(-1);
    }

    private static boolean isViewWithout(MemberEvent event, String member) {
        return event.type().equals("view")
                && event.names("excluded").contains(member)
                && !event.names("members").contains(member);
    }

    private void tell(String type, String text, Map<String, ?> fields) {
        timeline.tell(type, text, fields);
    }
}

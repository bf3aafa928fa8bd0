package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.testudo.api.TestudoException;
import org.testudo.cli.demo.Processes;
import org.testudo.cli.demo.Stage;

/** Does one fault to one member, for a while, and undoes it. Chance decides the rest: for how long, how much of it. */
final class Faults {
    private static final long STOPPED = 950;
    private static final long RUNNING = 50;
    private static final long STOPPING = 60_000;

    private final Stage stage;
    private final Optional<Network> network;
    private final Disks disks;
    private final Random random;
    private final Crew crew;
    private final Acts acts;

    Faults(Stage stage, Group group, Disks disks, Random random) {
        this.stage = stage;
        this.network = group.network();
        this.crew = group.crew();
        this.acts = new Acts(stage, group, random);
        this.disks = disks;
        this.random = random;
    }

    /** What is going to be done, in words, and the doing. */
    record Planned(String text, Action action) {}

    /** Done and undone, even if it is interrupted. */
    interface Action {
        void run() throws InterruptedException;
    }

    Planned plan(FaultKind kind, String member) {
        return switch (kind) {
            case KILL -> kill(member, between(500, 3_000));
            case LOST_DISK -> lostDisk(member, between(500, 3_000));
            case DISK_FULL -> diskFull(member, between(500, 3_000));
            case STOP -> stop(member, between(1_000, 6_000));
            case SLOW_LEADER -> slow(member, between(4, 9));
            case PARTITION -> partition(member, between(2_000, 8_000));
            case LOSS -> lossy(member, between(3_000, 8_000));
            case JOIN, LEAVE, REPLACE, EXCLUDE, ROLLING_RESTART -> acts.plan(kind, member);
        };
    }

    private Planned kill(String member, long millis) {
        return new Planned(member + " is killed, and started anew after " + millis + " ms", () -> {
            stage.member(member).kill();
            try {
                awaitEnd(member, System.nanoTime() + STOPPING * 1_000_000); // till then it has its journal
                Thread.sleep(millis);
            } finally {
                stage.startMember(member);
            }
        });
    }

    private Planned lostDisk(String member, long millis) {
        String text =
                member + " is killed, its disk is lost, and it is started with an empty one after " + millis + " ms";
        return new Planned(text, () -> {
            stage.member(member).kill();
            try {
                awaitEnd(member, System.nanoTime() + STOPPING * 1_000_000);
                disks.replace(member);
                Thread.sleep(millis);
            } finally {
                stage.startMember(member);
            }
        });
    }

    /** A full disk ends the member; who operates it makes room, and starts it again (AB-9). */
    private Planned diskFull(String member, long millis) {
        String text = "the disk of " + member + " is full; there is room again, and it is started, " + millis
                + " ms after it has stopped";
        return new Planned(text, () -> {
            boolean ended = false;
            try {
                ended = fullUntilItEnds(member);
                Thread.sleep(millis);
            } finally {
                disks.free(member);
                if (ended) stage.startMember(member);
            }
            if (!ended) {
                throw new TestudoException(member + " has not stopped " + STOPPING / 1_000
                        + " s after there was no room on its disk any more: what has it acknowledged since?");
            }
        });
    }

    /** Again and again: it may delete something meanwhile. */
    private boolean fullUntilItEnds(String member) throws InterruptedException {
        long deadline = System.nanoTime() + STOPPING * 1_000_000;
        while (stage.member(member).running() && System.nanoTime() < deadline) {
            disks.fill(member);
            Thread.sleep(20);
        }
        return !stage.member(member).running();
    }

    private void awaitEnd(String member, long deadline) throws InterruptedException {
        while (stage.member(member).running() && System.nanoTime() < deadline) Thread.sleep(10);
    }

    private Planned stop(String member, long millis) {
        return new Planned(member + " is stopped for " + millis + " ms", () -> halted(member, millis));
    }

    private Planned slow(String member, long seconds) {
        String text = member + ", who leads, is stopped for " + STOPPED + " of each 1,000 ms, " + seconds + " times";
        return new Planned(text, () -> {
            for (int i = 0; i < seconds; i++) {
                halted(member, STOPPED);
                Thread.sleep(RUNNING);
            }
        });
    }

    private void halted(String member, long millis) throws InterruptedException {
        Processes.Running running = stage.member(member);
        running.halt();
        try {
            Thread.sleep(millis);
        } finally {
            running.proceed();
        }
    }

    private Planned partition(String member, long millis) {
        List<String> others = new ArrayList<>(crew.seated());
        others.addAll(crew.standbys());
        others.remove(member);
        java.util.Collections.shuffle(others, random);
        List<String> cutOff = others.subList(0, 1 + random.nextInt(others.size()));
        boolean bothWays = random.nextBoolean();
        String what = bothWays
                ? "nothing arrives between " + member + " and "
                : "nothing that " + member + " sends arrives at ";
        return new Planned(what + String.join(", ", cutOff) + " for " + millis + " ms", () -> {
            try {
                for (String other : cutOff) cut(member, other, bothWays);
                Thread.sleep(millis);
            } finally {
                for (String other : cutOff) {
                    network().join(member, other);
                    if (bothWays) network().join(other, member);
                }
            }
        });
    }

    private void cut(String member, String other, boolean bothWays) {
        try {
            network().cut(member, other);
            if (bothWays) network().cut(other, member);
        } catch (Shell.FailedException e) {
            throw new TestudoException("a link could not be cut: " + e.getMessage(), e);
        }
    }

    private Planned lossy(String member, long millis) {
        int kilobits = 150 + random.nextInt(450);
        String text = "what " + member + " sends goes through " + kilobits + " kbit/s with a short queue for " + millis
                + " ms";
        return new Planned(text, () -> {
            try {
                network().wear(member, kilobits);
                Thread.sleep(millis);
            } catch (Shell.FailedException e) {
                throw new TestudoException("a link could not be worn: " + e.getMessage(), e);
            } finally {
                network().mend(member);
            }
        });
    }

    private Network network() {
        return network.orElseThrow(() -> new IllegalStateException("faults of the network need one"));
    }

    private long between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }
}

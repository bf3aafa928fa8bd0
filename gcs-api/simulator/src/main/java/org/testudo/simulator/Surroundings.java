package org.testudo.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.notice.ViewProved;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** What the cores of one member ask for, turned into what happens in the world. */
final class Surroundings implements CoreStack.Outside {
    private record Timer(int layer, TimerId id) {}

    private final SimulatedMember self;
    private final Run run;
    private final SeededRandom random;
    private final Map<Timer, Long> armed = new HashMap<>();
    private long timersArmed;
    private long lastToSelf;
    private long lastAnswer;
    private boolean given;

    Surroundings(SimulatedMember self, Run run, SeededRandom random) {
        this.self = self;
        this.run = run;
        this.random = random;
    }

    @Override
    public void send(int layer, MemberId to, Object message) {
        self.edge().outgoing(layer, message).ifPresent(packet -> post(packet, to));
    }

    @Override
    public void multicast(int layer, Object message) {
        self.edge().outgoing(layer, message).ifPresent(this::postToAll);
    }

    private void postToAll(Packet packet) {
        for (Occupant occupant : self.view().occupants()) post(packet, occupant.member());
        self.view()
                .standbys()
                .forEach(standby -> post(packet, standby.origin().principal().member())); // GM-25
    }

    void post(Packet packet, MemberId to) {
        int receiver = run.indexOf(to);
        run.sent(self, receiver, packet);
        if (to.equals(self.id())) toSelf(packet);
        else if (receiver >= 0 && !self.view().excluded(to)) run.network().send(packet, receiver);
    }

    private void toSelf(Packet packet) {
        long signed =
                run.time() + (packet.signature().isPresent() ? run.weather().signing() : 0);
        lastToSelf = Math.max(signed, lastToSelf);
        if (lastToSelf == run.time()) self.edge().own(packet);
        else run.agenda().at(lastToSelf, () -> self.returns(packet));
    }

    @Override
    public void armTimer(int layer, TimerId id, Duration after) {
        Timer timer = new Timer(layer, id);
        long number = timersArmed++;
        armed.put(timer, number);
        run.agenda().in(after.toNanos(), () -> fire(timer, number));
    }

    @Override
    public void disarmTimer(int layer, TimerId id) {
        armed.remove(new Timer(layer, id));
    }

    private void fire(Timer timer, long number) {
        if (armed.getOrDefault(timer, -1L) != number) return;
        armed.remove(timer);
        self.happens(timer.layer, new Event.TimerFired<>(timer.id));
    }

    @Override
    public void persist(int layer, Action.Persist<?> entry) {
        Optional<SimulatedJournal> journal = run.crew().journal(self.index());
        journal.ifPresent(it -> it.ask(layer, entry));
        soon(() -> {
            if (self.stopped()) return; // its journal has lost power with it
            journal.ifPresent(SimulatedJournal::arrived);
            self.happens(layer, new Event.Persisted<>(entry.entry()));
        });
    }

    @Override
    public void compute(int layer, Action.Compute<?> task) {
        soon(() -> self.happens(
                layer, new Event.Computed<>(task.task(), task.work().get())));
    }

    @Override
    public void delivered(SlotDelivery delivery) {
        deliver(delivery);
        self.application().ifPresent(application -> {
            application.delivered(delivery.slot());
            soon(() -> application.execute(delivery));
        });
    }

    private void deliver(SlotDelivery delivery) {
        self.deliveries().add(delivery);
        self.edge().delivered(delivery.slot());
        run.delivered(self, delivery);
    }

    /** Whether what is being delivered is what a state stands for that this member was given. */
    boolean given() {
        return given;
    }

    /** What the state stands for counts as delivered, so that checks find what follows in its place, and nothing twice. */
    private void restored(StateRestored state) {
        long from = self.deliveries().isEmpty()
                ? Long.MIN_VALUE
                : self.deliveries().get(self.deliveries().size() - 1).slot();
        given = true;
        run.order().between(from, state.slot()).forEach(this::deliver);
        given = false;
        self.application().ifPresent(it -> soon(() -> it.restore(state)));
    }

    @Override
    public void installed(ViewRecord view) {
        self.installs(view);
        run.installed(self, view);
    }

    @Override
    public void announced(int layer, Notice notice) {
        if (notice instanceof StateRestored it) restored(it);
        self.notices().add(notice);
        run.announced(self, layer, notice);
        if (notice instanceof ViewProved proved) self.proves(proved.record());
        else if (notice instanceof InstructionsInForce it) self.edge().pardoned(it.pardoned());
        else if (notice instanceof CheckpointDue due) self.application().ifPresent(it -> it.due(due.slot()));
        if (notice instanceof ViewKeysWanted wanted) {
            soon(() -> self.told(new ViewKeysReady(self.keys().newViewKeys(wanted.count()))));
        } else if (notice instanceof RolledBack || notice instanceof Retired) {
            soon(() -> {
                if (self.running()) run.crew().forget(self.index());
            });
        } else if (notice instanceof ViewKeyRetired retired) {
            self.keys().erase(retired.view());
        }
    }

    /** In order: what was asked first is done first. */
    private void soon(Runnable what) {
        lastAnswer = Math.max(
                lastAnswer, run.time() + random.between(0, run.weather().most()));
        run.agenda().at(lastAnswer, what);
    }
}

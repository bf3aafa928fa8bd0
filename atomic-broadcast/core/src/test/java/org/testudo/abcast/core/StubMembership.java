package org.testudo.abcast.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/**
 * Stands above the ordering where the membership will: answers each slot that holds a command with a new view or without one,
 * as a pure function of the command. {@code toggle NAME} changes whether a member is active, {@code vacate NAME} excludes it,
 * {@code rename} makes a view like the one before; anything else changes nothing. Forms the group as the set says, and asks for
 * a seat where its member has none.
 */
final class StubMembership extends AbstractCore<Void> {
    private static final Signature NOBODYS = Signature.fromBytes(new byte[Signature.LENGTH]);

    private final Self self;
    private ViewRecord founders;
    private ViewRecord record;

    StubMembership(Self self) {
        this.self = self;
    }

    static Payload.Own command(String text) {
        return new Payload.Own(RequestClass.CONTROL, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void onInstalled(ViewRecord view) {
        if (founders == null) founders = view;
        record = view;
    }

    /** Who holds no seat with its present start asks for one. */
    private void join() {
        MemberId own = self.origin().principal().member();
        boolean seated = record.occupant(own)
                .filter(each -> each.origin().equals(self.origin()))
                .isPresent();
        if (seated || record.excluded(own)) return;
        submit(new Payload.Own(RequestClass.CONTROL, new Command.Join(self.firstViewKeys()).encode()));
    }

    @Override
    protected void onSubmitted(Payload payload) {
        submit(payload);
    }

    /** The views on the way come with a state that is given (AB-8). */
    @Override
    protected void onNoticed(Notice notice) {
        if (!(notice instanceof StateRestored given)) return;
        for (ViewCertificate next : given.views()) {
            record = next.record();
            install(record);
        }
        if (given.views().isEmpty()) release(given.slot());
    }

    @Override
    protected void onDelivered(SlotDelivery delivery) {
        deliver(delivery);
        List<Request> commands = delivery.requests().stream()
                .filter(each -> each.kind() != RequestClass.APPLICATION)
                .filter(each -> each.kind() != RequestClass.SESSION)
                .toList();
        if (commands.isEmpty()) return;
        Optional<ViewRecord> next =
                record.life().forming() ? Optional.of(formed(delivery, commands.get(0))) : next(delivery, commands);
        if (next.isEmpty()) {
            release(delivery.slot());
        } else {
            record = next.get();
            install(record);
            join();
        }
    }

    private ViewRecord formed(SlotDelivery delivery, Request request) {
        Command.Form form = (Command.Form) request.command(record.life()).orElseThrow();
        return successor(delivery, form.life(record.life()), seats(record, form), List.of());
    }

    /** The seats of view 1: of each founder the start that the set names, if it names one. */
    static List<Optional<Occupant>> seats(ViewRecord founders, Command.Form form) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (Optional<Occupant> founder : founders.seats()) {
            seats.add(form.of(founder.orElseThrow().member()).map(start -> seated(founder.get(), start)));
        }
        return seats;
    }

    private static Occupant seated(Occupant founder, Announcement start) {
        return new Occupant(
                founder.member(),
                start.origin().incarnation(),
                founder.certificate(),
                founder.statementKey(),
                Optional.of(start.viewKeys().get(0)),
                founder.sensors(),
                true);
    }

    private Optional<ViewRecord> next(SlotDelivery delivery, List<Request> commands) {
        List<Optional<Occupant>> seats = new ArrayList<>(record.seats());
        List<Exclusion> exclusions = new ArrayList<>(record.exclusions());
        boolean changed = false;
        for (Request each : commands) {
            changed |= joins(each, seats);
            String[] words = new String(each.body(), StandardCharsets.UTF_8).split(" ");
            changed |= words[0].equals("rename");
            for (int seat = 0; words.length == 2 && seat < seats.size(); seat++) {
                Optional<Occupant> before = seats.get(seat);
                if (before.isEmpty() || !before.get().member().name().equals(words[1])) continue;
                seats.set(seat, edited(words[0], before.get()));
                if (words[0].equals("vacate")) {
                    exclusions.add(new Exclusion(new MemberId(words[1]), delivery.slot(), "vacated"));
                }
                changed |= !seats.get(seat).equals(before);
            }
        }
        return changed ? Optional.of(successor(delivery, record.life(), seats, exclusions)) : Optional.empty();
    }

    /** A start that is later than the one in its seat, or finds it vacant, takes it. */
    private boolean joins(Request request, List<Optional<Occupant>> seats) {
        Optional<Command> command = request.command(record.life());
        if (command.isEmpty() || !(command.get() instanceof Command.Join join)) return false;
        for (int seat = 0; seat < seats.size(); seat++) {
            Occupant founder = founders.seats().get(seat).orElseThrow();
            boolean own = founder.origin().principal().equals(request.origin().principal());
            long present = seats.get(seat).map(Occupant::incarnation).orElse(-1L);
            if (!own
                    || present >= request.origin().incarnation()
                    || join.viewKeys().isEmpty()) continue;
            Announcement start = new Announcement(request.origin(), join.viewKeys(), NOBODYS);
            seats.set(seat, Optional.of(seated(founder, start)));
            return true;
        }
        return false;
    }

    private static Optional<Occupant> edited(String verb, Occupant occupant) {
        return switch (verb) {
            case "toggle" -> Optional.of(occupant.withActive(!occupant.active()));
            case "vacate" -> Optional.empty();
            default -> Optional.of(occupant);
        };
    }

    private ViewRecord successor(
            SlotDelivery last, GroupLife life, List<Optional<Occupant>> seats, List<Exclusion> exclusions) {
        return new ViewRecord(
                record.id() + 1,
                life,
                last.slot() + 1,
                Rotation.startOfNext(record, last.birthEpoch(), seats),
                last.historyChain(),
                record.digest(),
                record.quorum(),
                record.versions(),
                last.agreedTime(),
                seats,
                record.standbys(),
                exclusions,
                record.charter(),
                "a test asked for it");
    }
}

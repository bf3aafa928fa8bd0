package org.testudo.simulator.toy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.toy.ToyMessage.Hello;
import org.testudo.simulator.toy.ToyMessage.Line;
import org.testudo.simulator.toy.ToyMessage.Wish;

/**
 * An ordering that works as long as nothing fails: the first member gives out the slots. A request of class CONTROL is the
 * text of who leaves, or keys; the next view follows at once. What it does wrong, a {@link Mutation} says.
 */
final class ToyCore extends AbstractCore<ToyMessage> {
    /** How a member differs from a good one. */
    interface Mutation {
        default List<SlotDelivery> delivers(SlotDelivery good) {
            return List.of(good);
        }

        default ViewRecord installs(ViewRecord good) {
            return good;
        }

        default List<Notice> announces() {
            return List.of();
        }
    }

    private final MemberContext context;
    private final Mutation mutation;
    private final Map<MemberId, Long> numbers = new LinkedHashMap<>();
    private final Map<MemberId, List<StatementKey>> keys = new LinkedHashMap<>();
    private final List<String> heard = new ArrayList<>();
    private ViewRecord view;
    private long slots;
    private Digest chain = Digest.ZERO;

    ToyCore(MemberContext context, Mutation mutation) {
        this.context = context;
        this.mutation = mutation;
    }

    static List<Layer<?>> layers(MemberContext context) {
        return layers(context, new Mutation() {});
    }

    static List<Layer<?>> layers(MemberContext context, Mutation mutation) {
        return List.of(new Layer<>(new ToyCore(context, mutation), new ToyCodec(context.life(), false)));
    }

    /** Whom it has heard greet, and in which view. */
    List<String> heard() {
        return heard;
    }

    int size() {
        return heard.size();
    }

    @Override
    protected void onInstalled(ViewRecord first) {
        view = first;
        wish(RequestClass.CONTROL, new Command.ViewKeys(0, context.firstViewKeys()).encode());
        mutation.announces().forEach(this::announce);
    }

    @Override
    protected void onSubmitted(Payload payload) {
        if (payload instanceof Payload.Own own) wish(own.kind(), own.body());
    }

    private void wish(RequestClass kind, byte[] body) {
        send(view.seats().get(0).orElseThrow().member(), new Wish(kind, body));
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof ViewKeysReady ready) {
            wish(RequestClass.CONTROL, new Command.ViewKeys(0, ready.keys()).encode());
        }
    }

    @Override
    protected void onReceived(Authentic<ToyMessage> message) {
        ToyMessage content = message.message();
        if (content instanceof Wish wish) onWish(message.sender(), wish);
        else if (content instanceof Line line) onLine(line);
        else if (content instanceof Hello hello) heard.add(message.sender() + " in " + hello.view());
    }

    private void onWish(MemberId from, Wish wish) {
        Optional<Occupant> origin = view.occupant(from);
        if (origin.isEmpty()) return;
        long number = numbers.merge(from, 1L, Long::sum);
        Request request = new Request(origin.get().origin(), number, wish.kind(), wish.body());
        multicast(new Line(++slots, now().wallClock().toEpochMilli(), request));
    }

    private void onLine(Line line) {
        chain = Digest.of(out -> {
            chain.write(out);
            line.request().write(out);
        });
        boolean control = line.request().kind() == RequestClass.CONTROL;
        SlotDelivery good = new SlotDelivery(
                line.slot(),
                view.id(),
                0,
                Instant.ofEpochMilli(line.time()),
                chain,
                control ? List.of() : List.of(line.request()));
        mutation.delivers(good).forEach(this::deliver);
        if (control) command(line);
    }

    private void command(Line line) {
        Optional<Command> command = line.request().command(context.life());
        if (command.isPresent() && command.get() instanceof Command.ViewKeys brought) {
            keys.put(line.request().origin().principal().member(), brought.keys());
        } else {
            change(line.slot(), new String(line.request().body(), StandardCharsets.UTF_8));
        }
    }

    /** The next view, without the member of that name if there is one, with the next key of each. */
    private void change(long slot, String leaver) {
        List<Optional<Occupant>> seats = new ArrayList<>();
        List<Exclusion> exclusions = new ArrayList<>(view.exclusions());
        for (Optional<Occupant> seat : view.seats()) {
            boolean leaves = seat.isPresent() && seat.get().member().name().equals(leaver);
            if (leaves) exclusions.add(new Exclusion(seat.get().member(), slot, "told so"));
            seats.add(leaves ? Optional.empty() : seat.map(this::withNextKey));
        }
        ViewRecord next = new ViewRecord(
                view.id() + 1,
                view.life(),
                slot + 1,
                0,
                chain,
                view.digest(),
                view.quorum(),
                view.versions(),
                view.agreedTime(),
                seats,
                view.standbys(),
                exclusions,
                view.charter(),
                "command");
        long left = view.id();
        view = mutation.installs(next);
        install(view);
        announce(new ViewKeyRetired(left));
        multicast(new Hello(view.id(), 1));
    }

    private Occupant withNextKey(Occupant occupant) {
        List<StatementKey> left = keys.getOrDefault(occupant.member(), List.of());
        if (left.isEmpty()) return occupant;
        keys.put(occupant.member(), left.subList(1, left.size()));
        return occupant.withViewKey(Optional.of(left.get(0)));
    }
}

package org.testudo.abcast.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;
import org.testudo.simulator.MemberContext;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.Drop;

/** What the worst member could do to the ordering, each attack by name. */
final class AbcastAttacks {
    private AbcastAttacks() {}

    /** All of them: each seed draws one. */
    static Attack.Factory[] all() {
        return new Attack.Factory[] {
            EmptyHeaders::new,
            TwoFaces::new,
            () -> new Drop(parcel -> parcel.message() instanceof Value),
            () -> new Drop(parcel -> isBody(parcel.message())),
            () -> new Drop(parcel -> parcel.message() instanceof Commit || parcel.message() instanceof Decided),
            () -> new Drop(parcel -> parcel.message() instanceof NewEpoch || parcel.message() instanceof EpochChange),
            HiddenCertificates::new,
            TwoNewEpochs::new,
            EagerVoter::new,
            Stuffer::new,
            LyingStatus::new,
            Complainer::new,
            TwoBodies::new
        };
    }

    private static boolean isBody(Object message) {
        return message instanceof OwnRequest || message instanceof Relay || message instanceof Body;
    }

    /** As the leader proposes nothing where it should propose something, to one half or to all, and votes for it. */
    static final class EmptyHeaders extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!deceived(to)) return message;
            if (message instanceof Header it) return empty(it);
            if (message instanceof Prepare it)
                return empty(it.proposal(), context)
                        .<AbcastMessage>map(Prepare::new)
                        .orElse(it);
            if (message instanceof Commit it)
                return empty(it.proposal(), context)
                        .<AbcastMessage>map(Commit::new)
                        .orElse(it);
            return message;
        }

        private static Header empty(Header it) {
            return with(it, Value.empty(it.slot()).digest());
        }

        private static Optional<Signed<Header>> empty(Signed<Header> header, AttackContext context) {
            if (!header.sender().equals(context.self())) return Optional.empty();
            return signed(empty(header.message()), context);
        }
    }

    /** As the leader plays two leaders, one to each half: another sound value, its header, and votes for it. */
    static final class TwoFaces extends Twist {
        private final Map<Digest, Value> others = new LinkedHashMap<>();

        @Override
        void prepare(List<? extends Action<?>> honest, AttackContext context) {
            for (Action<?> each : honest) {
                if (each instanceof Action.Multicast<?> it && it.message() instanceof Value value) {
                    others.put(value.digest(), other(value));
                }
            }
        }

        private static Value other(Value it) {
            List<Digest> requests = new ArrayList<>(it.requests());
            if (requests.size() > 1) requests.remove(requests.size() - 1);
            return new Value(it.slot(), it.birthEpoch(), it.time().plusMillis(1), requests);
        }

        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!deceived(to)) return message;
            if (message instanceof Value it) return others.getOrDefault(it.digest(), it);
            if (message instanceof Header it) return twin(it);
            if (message instanceof Prepare it) {
                return twin(it.proposal(), context)
                        .<AbcastMessage>map(Prepare::new)
                        .orElse(it);
            }
            if (message instanceof Commit it) {
                return twin(it.proposal(), context)
                        .<AbcastMessage>map(Commit::new)
                        .orElse(it);
            }
            return message;
        }

        private Header twin(Header it) {
            Value other = others.get(it.value());
            return other == null ? it : with(it, other.digest());
        }

        private Optional<Signed<Header>> twin(Signed<Header> header, AttackContext context) {
            if (!header.sender().equals(context.self())) return Optional.empty();
            return signed(twin(header.message()), context);
        }
    }

    /** Leaves epochs as if it had seen nothing in them; tells some that it has. */
    static final class HiddenCertificates extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (message instanceof Commit && deceived(to)) return null;
            if (!(message instanceof EpochChange it)) return message;
            boolean shows = deceived(to) && context.random().chance(0.2);
            return shows ? it : new EpochChange(it.view(), it.epoch(), List.of());
        }
    }

    /** As a new leader begins its epoch twice, on different epoch changes, and proposes to each half what follows. */
    static final class TwoNewEpochs extends Twist {
        private final Map<MemberId, Signed<EpochChange>> changes = new LinkedHashMap<>();

        @Override
        void heard(AbcastMessage message, Event.Received<?> event, AttackContext context) {
            if (!(message instanceof EpochChange it) || !(event.message() instanceof Signed<?> signed)) return;
            changes.put(signed.sender(), new Signed<>(signed.signer(), signed.header(), it, signed.signature()));
        }

        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!deceived(to) || !(message instanceof NewEpoch it)) return message;
            context.later(java.time.Duration.ofMillis(30), () -> tellOtherwise(to, it, context));
            return null;
        }

        private void tellOtherwise(MemberId to, NewEpoch first, AttackContext context) {
            List<Signed<EpochChange>> fitting = new ArrayList<>(changes.values());
            fitting.removeIf(each ->
                    each.message().epoch() != first.epoch() || each.message().view() != first.view());
            Collections.reverse(fitting);
            int quorum = context.view().quorum().intersecting();
            if (fitting.size() < quorum) return;
            List<Signed<EpochChange>> chosen = fitting.subList(0, quorum);
            context.send(LAYER, to, new NewEpoch(first.view(), first.epoch(), chosen));
            Choice choice = Choice.of(
                    chosen.stream().map(Signed::message).toList(),
                    context.view().firstSlot() - 1,
                    AbcastSimulations.settings().window(),
                    new AbcastRules(),
                    ByzantinePhases.ONLY);
            for (long slot = choice.base() + 1; slot <= choice.high(); slot++) {
                Digest value = choice.value(slot).orElseThrow();
                context.send(LAYER, to, new Header(first.view(), first.epoch(), slot, value));
            }
        }
    }

    /** Votes for every header that it sees, whatever it has voted for before. */
    static final class EagerVoter extends Twist {
        private final List<Signed<Header>> fresh = new ArrayList<>();
        private final Set<Header> seen = new LinkedHashSet<>();

        @Override
        void heard(AbcastMessage message, Event.Received<?> event, AttackContext context) {
            if (message instanceof Header it && event.message() instanceof Signed<?> signed) {
                see(new Signed<>(signed.signer(), signed.header(), it, signed.signature()));
            } else if (message instanceof Prepare it) {
                see(it.proposal());
            }
        }

        private void see(Signed<Header> header) {
            if (seen.add(header.message())) fresh.add(header);
        }

        @Override
        void also(Event<?> event, AttackContext context, List<Action<?>> actions) {
            for (Signed<Header> each : fresh) {
                for (MemberId to : context.others()) {
                    actions.add(new Action.Send<>(to, new Prepare(each)));
                    actions.add(new Action.Send<>(to, new Commit(each)));
                }
            }
            fresh.clear();
        }
    }

    /** Makes certificates of its own signature alone, counted as often as needed, for epochs that it leads. */
    static final class Stuffer extends Twist {
        private long decided;

        @Override
        void heard(AbcastMessage message, Event.Received<?> event, AttackContext context) {
            if (message instanceof Status it && context.random().chance(0.3)) decided = it.delivered() + 1;
        }

        @Override
        void also(Event<?> event, AttackContext context, List<Action<?>> actions) {
            if (decided == 0) return;
            MemberId to = context.random().pick(context.others());
            Value value = Value.empty(decided);
            stuffed(QuorumCertificate.Kind.COMMITTED, value, context)
                    .ifPresent(it -> actions.add(new Action.Send<>(to, new Decided(it, value))));
            decided = 0;
        }

        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!(message instanceof EpochChange it)) return message;
            List<QuorumCertificate> certificates = new ArrayList<>(it.certificates());
            long slot = certificates.isEmpty()
                    ? context.view().firstSlot()
                    : certificates.get(certificates.size() - 1).slot() + 1;
            stuffed(QuorumCertificate.Kind.PREPARED, Value.empty(slot), context).ifPresent(certificates::add);
            return new EpochChange(it.view(), it.epoch(), certificates);
        }

        private static Optional<QuorumCertificate> stuffed(
                QuorumCertificate.Kind kind, Value value, AttackContext context) {
            long epoch = 0;
            while (!leads(epoch, context)) epoch++;
            Header header = new Header(context.view().id(), epoch, value.slot(), value.digest());
            Optional<Signed<Header>> proposal = signed(header, context);
            if (proposal.isEmpty()) return Optional.empty();
            AbcastMessage vote =
                    kind == QuorumCertificate.Kind.PREPARED ? new Prepare(proposal.get()) : new Commit(proposal.get());
            Optional<Signature> signature =
                    context.<AbcastMessage>mint(LAYER, vote).map(Signed::signature);
            return signature.map(it -> new QuorumCertificate(
                    kind,
                    proposal.get(),
                    Collections.nCopies(
                            context.view().quorum().intersecting(), new QuorumCertificate.Vote(context.self(), it))));
        }
    }

    /** Says of itself whatever makes others send the most. */
    static final class LyingStatus extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!(message instanceof Status it)) return message;
            long[] slots = {0, it.delivered(), it.delivered() / 2, Long.MAX_VALUE, it.delivered() + 1000};
            long[] others = {0, 1, Long.MAX_VALUE, it.epoch() + 1, it.epoch()};
            return new Status(
                    context.random().chance(0.5)
                            ? it.view()
                            : others[context.random().below(others.length)],
                    others[context.random().below(others.length)],
                    context.random().chance(0.5),
                    slots[context.random().below(slots.length)],
                    List.of());
        }

        @Override
        void also(Event<?> event, AttackContext context, List<Action<?>> actions) {
            if (!context.random().chance(0.05)) return;
            MemberId to = context.random().pick(context.others());
            long slot = context.random().below(40);
            List<Digest> wanted = new ArrayList<>();
            for (int i = 0; i < 20; i++) wanted.add(Value.empty(i).digest());
            actions.add(new Action.Send<>(to, new Fetch(slot, wanted)));
        }
    }

    /** Complains of every leader, and leaves every epoch for far ones. */
    static final class Complainer extends Twist {
        @Override
        void heard(AbcastMessage message, Event.Received<?> event, AttackContext context) {
            if (!(message instanceof Status it) || !context.random().chance(0.2)) return;
            long far = it.epoch() + context.random().between(0, 4);
            context.multicast(LAYER, new Complaint(it.view(), far));
            context.multicast(LAYER, new EpochChange(it.view(), far + 1, List.of()));
        }
    }

    /** Signs two requests under one number, one for each half. */
    static final class TwoBodies extends Twist {
        @Override
        AbcastMessage told(MemberId to, AbcastMessage message, AttackContext context) {
            if (!deceived(to) || !(message instanceof OwnRequest it)) return message;
            Request own = it.request();
            byte[] body = ("other " + own.number()).getBytes(StandardCharsets.UTF_8);
            return OwnRequest.of(new Request(own.origin(), own.number(), own.kind(), body), context.lives());
        }
    }

    /** Makes member 0, the first leader, deaf to whatever member 1 asks for. */
    static Simulation censored(AbcastRules rules) {
        CoreFactory honest = AbcastSimulations.cores(AbcastSimulations.settings(), rules);
        CoreFactory factory = context -> context.index() == 0 ? censoring(context, rules) : honest.build(context);
        return AbcastSimulations.stormy(factory).byzantine(0, Honest::new);
    }

    private static List<Layer<?>> censoring(MemberContext context, AbcastRules rules) {
        AbcastCore core = new AbcastCore(AbcastSimulations.self(context), AbcastSimulations.settings(), rules);
        ProtocolCore<AbcastMessage> deaf = (tick, event) -> {
            boolean unheard = event instanceof Event.Received<AbcastMessage> it
                    && asksForMember1(it.message().message());
            return unheard ? List.of() : core.on(tick, event);
        };
        return List.of(
                new Layer<>(
                        deaf,
                        new AbcastCodec(
                                context.lives(), AbcastSimulations.settings().window())),
                Layer.silent(new StubMembership(AbcastSimulations.self(context))));
    }

    private static boolean asksForMember1(AbcastMessage message) {
        if (message instanceof OwnRequest it) return isOfMember1(it.request());
        if (message instanceof Relay it) return it.requests().stream().anyMatch(each -> isOfMember1(each.message()));
        return message instanceof Body it && it.requests().stream().anyMatch(each -> isOfMember1(each.message()));
    }

    private static boolean isOfMember1(Request request) {
        return request.origin().principal().name().equals("m1");
    }

    /** Does what its cores say; they are not what they should be. */
    static final class Honest extends Twist {}
}

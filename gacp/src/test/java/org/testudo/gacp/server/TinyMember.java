package org.testudo.gacp.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.gacp.core.Answered;
import org.testudo.gacp.core.GacpCore;
import org.testudo.gacp.core.GacpLimits;
import org.testudo.gacp.core.QueryAnswered;
import org.testudo.gacp.core.Reply;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.Offered;
import org.testudo.kernel.notice.QueryDone;
import org.testudo.kernel.notice.QueryDue;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.kernel.notice.ReadReady;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.notice.SensorReported;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GroupVerifier;
import org.testudo.sicp.signature.ViewKeyRing;
import org.testudo.stack.MemberKeys;
import org.testudo.stack.StackContext;

/** One member of a {@link TinyGroup}; may be made to misbehave. */
final class TinyMember implements AccessPoint, CoreStack.Outside, AutoCloseable {
    private final TinyGroup group;
    private final ViewKeyRing keys;
    private final StackContext context;
    private final AccessService service;
    private final AccessServer server;
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final CoreStack cores;
    final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private volatile ViewRecord view;
    private final Lives lives = new Lives() {
        @Override
        public GroupLife forming() {
            return group.genesis.forming();
        }

        @Override
        public GroupLife formed() {
            return view.life().forming() ? Lives.unknown(forming()) : view.life();
        }
    };
    /** What this member does to what it would announce; empty is nothing. */
    volatile UnaryOperator<Optional<Notice>> corruption = notice -> notice;
    /** Whether it keeps what clients hand it to itself. */
    volatile boolean swallows;
    /** Whether the ordering below ever says that a query may be answered. */
    volatile boolean answersQueries = true;
    /** How often it has signed something for a client. */
    final AtomicInteger signed = new AtomicInteger();
    /** Whether the attack detector above answers reports. */
    volatile boolean judges = true;

    TinyMember(TinyGroup group, Credentials credentials, AccessLimits limits) {
        this.group = group;
        MemberId self = credentials.principal().member();
        keys = new ViewKeyRing(self, credentials.statementKeys());
        context = new StackContext(
                group.genesis,
                group.genesis.firstView(),
                lives,
                Origin.of(self, credentials.statementKey(), 1),
                counting(keys),
                new GroupVerifier(group.authority.certificate(), "payments"),
                List.of());
        view = context.firstView();
        service = new AccessService(this, limits);
        GacpLimits bounds = new GacpLimits(32, 1 << 20, 1_000);
        ProtocolCore<Object> below = this::below;
        cores = new CoreStack(List.of(below, new GacpCore(bounds)), this);
        server = AccessServer.start("127.0.0.1:0", credentials, service, limits);
        run(() -> cores.postToAll(new Event.Installed<>(context.firstView())));
    }

    private MemberKeys counting(ViewKeyRing ring) {
        return new MemberKeys() {
            @Override
            public Optional<Signature> sign(StatementHeader header, byte[] body) {
                signed.incrementAndGet();
                return ring.sign(header, body);
            }

            @Override
            public List<StatementKey> newViewKeys(int count) {
                return ring.newViewKeys(count);
            }

            @Override
            public void installed(ViewRecord now) {
                ring.installed(now);
            }

            @Override
            public void erase(long ofView) {
                ring.erase(ofView);
            }
        };
    }

    /** A member whose clients get another result than the group's, well signed. */
    void lie() {
        corruption = notice -> notice.map(it -> it instanceof Answered answered
                ? wrong(answered)
                : it instanceof QueryAnswered query ? wrong(query) : it);
    }

    private static QueryAnswered wrong(QueryAnswered answered) {
        return new QueryAnswered(answered.query(), answered.view(), false, "wrong".getBytes(StandardCharsets.UTF_8));
    }

    private static Answered wrong(Answered answered) {
        byte[] result = "wrong".getBytes(StandardCharsets.UTF_8);
        Reply it = answered.reply();
        Reply reply = new Reply(it.client(), it.number(), it.operation(), it.slot(), false, Digest.of(result));
        return new Answered(reply, Optional.of(result));
    }

    /** A member that neither orders nor answers anything. */
    void fallSilent() {
        swallows = true;
        corruption = notice -> Optional.empty();
    }

    private List<Action<Object>> below(Tick now, Event<Object> event) {
        if (event instanceof Event.Submitted<Object> it && it.payload() instanceof Payload.Relayed relayed) {
            group.order(relayed.request());
        }
        return List.of();
    }

    MemberId id() {
        return context.self();
    }

    int port() {
        return server.port();
    }

    int strangers() {
        return server.strangers();
    }

    long unheard() {
        return server.unheard();
    }

    ViewKeyRing keys() {
        return keys;
    }

    AccessService service() {
        return service;
    }

    void deliver(SlotDelivery slot) {
        run(() -> cores.post(1, new Event.Delivered<>(slot)));
    }

    void install(ViewRecord next, ViewCertificate certificate) {
        run(() -> {
            view = next;
            service.installed();
            cores.postToAll(new Event.Installed<>(next));
            keys.erase(next.id() - 1);
            service.announced(new ViewCertified(certificate));
        });
    }

    private void run(Runnable task) {
        if (loop.isShutdown()) return;
        loop.execute(() -> {
            task.run();
            cores.run(new Tick(Duration.ofNanos(System.nanoTime()), Instant.EPOCH));
        });
    }

    @Override
    public StackContext context() {
        return context;
    }

    @Override
    public ViewRecord viewInForce() {
        return view;
    }

    @Override
    public boolean announce(Notice notice) {
        notices.add(notice);
        if (swallows && notice instanceof Offered) return true;
        if (notice instanceof SensorReported it && judges) judge(it.report().message());
        run(() -> cores.postToAll(new Event.Noticed<>(notice)));
        return true;
    }

    private void judge(Request report) {
        boolean taken = report.number() != 13;
        String reason = taken ? "" : "thirteen is refused";
        service.announced(new ReportAnswered(report.origin(), report.number(), taken, false, reason));
    }

    /** Whether this member has acknowledged the opening of the session. */
    boolean knows(Principal client, long session) {
        return sessions.contains(client + "/" + session);
    }

    @Override
    public String status() {
        return "{\"self\":\"" + id() + "\"}";
    }

    @Override
    public void delivered(SlotDelivery slot) {
        for (Request request : slot.requests()) {
            boolean ofClient = request.origin().principal().kind() == Principal.Kind.CLIENT;
            if (ofClient && request.kind() == RequestClass.APPLICATION) execute(slot, request);
        }
    }

    private void execute(SlotDelivery slot, Request request) {
        Executed.Answer answer;
        try {
            answer = new Executed.Answer(request, TinyGroup.application(request), false);
        } catch (RuntimeException e) {
            answer = new Executed.Answer(request, e.getMessage().getBytes(StandardCharsets.UTF_8), true);
        }
        cores.postToAll(new Event.Noticed<>(new Executed(slot.slot(), List.of(answer))));
    }

    @Override
    public void announced(int layer, Notice notice) {
        corruption.apply(Optional.of(notice)).ifPresent(service::announced);
        if (notice instanceof ReadAsked it && answersQueries) {
            cores.postToAll(new Event.Noticed<>(new ReadReady(it.id(), view.id(), 0)));
        } else if (notice instanceof QueryDue it) {
            byte[] answer = TinyGroup.answerTo("query " + new String(it.query(), StandardCharsets.UTF_8));
            cores.postToAll(new Event.Noticed<>(new QueryDone(it.id(), answer, false)));
        }
        if (notice instanceof Answered it && it.reply().number() == 1) {
            Origin client = it.reply().client();
            sessions.add(client.principal() + "/" + client.incarnation());
        }
    }

    @Override
    public void installed(ViewRecord installed) {}

    @Override
    public void send(int layer, MemberId to, Object message) {}

    @Override
    public void multicast(int layer, Object message) {}

    @Override
    public void armTimer(int layer, TimerId timer, Duration after) {}

    @Override
    public void disarmTimer(int layer, TimerId timer) {}

    @Override
    public void persist(int layer, Action.Persist<?> entry) {}

    @Override
    public void compute(int layer, Action.Compute<?> task) {}

    @Override
    public void close() {
        server.close();
        loop.shutdownNow();
    }
}

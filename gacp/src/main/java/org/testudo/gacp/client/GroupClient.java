package org.testudo.gacp.client;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.api.View;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.gacp.proto.GroupAccessGrpc;
import org.testudo.gacp.proto.StatusReply;
import org.testudo.gacp.proto.StatusRequest;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Recovered;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.GenesisLoader;

/**
 * A client of a group: an operation in, the group's answer out. The answer is one that f+1 members of a view have signed, so
 * it is what a correct member says; which member is asked, silent or lying, makes no difference but in time (CA-1, CA-4). An
 * operation is executed at most once, however often it is sent (CA-3). Safe for use by several threads.
 */
public final class GroupClient implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final ClientSettings settings;
    private final Map<MemberId, ManagedChannel> channels;
    private final ClientRuntime runtime;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private GroupClient(
            ClientIdentity identity,
            ClientSettings settings,
            Map<MemberId, ManagedChannel> channels,
            ClientListener listener) {
        this.settings = settings;
        this.channels = channels;
        this.runtime = new ClientRuntime(identity, settings, channels, listener);
    }

    /**
     * A client with the credentials that the configuration names.
     *
     * @param base where relative paths begin: the folder of the configuration file
     * @param name in its certificate
     * @throws TestudoException if a file is missing or unreadable, or credentials or cards are not good; the text says which
     */
    public static GroupClient open(GroupConfig config, Path base, String name) {
        return open(config, base, name, ClientListener.none());
    }

    /** The same, with one who is told of its work. */
    public static GroupClient open(GroupConfig config, Path base, String name, ClientListener listener) {
        Credentials credentials = Credentials.load(config, base, new Principal(Principal.Kind.CLIENT, name));
        Genesis genesis = GenesisLoader.load(config, base);
        return open(config, genesis, credentials, ClientSettings.of(config), listener);
    }

    /**
     * A client that is told whom to believe. Connects in the background; a session is opened by the first operation.
     *
     * @param config names the client addresses of the group's members
     */
    public static GroupClient open(
            GroupConfig config,
            Genesis genesis,
            Credentials credentials,
            ClientSettings settings,
            ClientListener listener) {
        if (credentials.principal().kind() != Principal.Kind.CLIENT) {
            throw new IllegalArgumentException(credentials.principal() + " is no client; use the credentials of one");
        }
        ClientIdentity identity = new ClientIdentity(
                genesis.from(genesis.recovered().map(Recovered::withoutState)),
                credentials.principal(),
                credentials.statementKey(),
                credentials.card().encode(),
                (header, body) -> credentials.statementKeys().sign(header.statement(body)),
                new ReplyVerifier());
        genesis.recovered().ifPresent(it -> listener.onRecovered(it.statement()));
        return new GroupClient(identity, settings, channels(config, credentials), listener);
    }

    private static Map<MemberId, ManagedChannel> channels(GroupConfig config, Credentials credentials) {
        Map<MemberId, ManagedChannel> channels = new LinkedHashMap<>();
        for (MemberConfig each : config.roster()) {
            if (each.clientAddress().isEmpty()) continue;
            MemberId member = new MemberId(each.id());
            channels.put(member, Channels.open(credentials, member, each.clientAddress()));
        }
        if (!channels.isEmpty()) return channels;
        throw new IllegalArgumentException(
                "group.members: none has a client-address; give it for those that serve clients");
    }

    /** Invokes with the deadline of the settings. */
    public CompletableFuture<byte[]> invoke(byte[] operation) {
        return invoke(operation, settings.deadline());
    }

    /**
     * Has the group execute an operation. Operations of one client are executed in the order of these calls.
     *
     * @param operation at most the group's largest payload; must not be changed afterwards
     * @param deadline after which the caller is told, not the operation withdrawn
     * @return the result; or {@link OperationFailedException}, {@link NoAnswerException}, or {@link TestudoException} when
     *     too many calls wait: slow down. Completed on a thread of the common pool
     * @throws IllegalArgumentException if the operation is too large
     * @throws IllegalStateException if the client is closed
     */
    public CompletableFuture<byte[]> invoke(byte[] operation, Duration deadline) {
        Optional<CompletableFuture<byte[]>> refused = admit(operation);
        if (refused.isPresent()) return refused.get();
        Operation made = new Operation(RequestClass.APPLICATION, operation, runtime.now() + deadline.toNanos());
        made.future().whenComplete((result, error) -> pending.decrementAndGet());
        runtime.invoke(made);
        return made.future();
    }

    /** Counts one more call; gives its failure if there is no room for it. */
    private Optional<CompletableFuture<byte[]>> admit(byte[] operation) {
        if (closed.get()) throw new IllegalStateException("the client is closed");
        if (operation.length > settings.maxPayload()) {
            throw new IllegalArgumentException("the operation has " + operation.length
                    + " bytes, the group takes at most " + settings.maxPayload() + " (ordering.max-payload)");
        }
        int most = settings.maxOutstanding() + settings.maxWaiting();
        if (pending.incrementAndGet() <= most) return Optional.empty();
        pending.decrementAndGet();
        return Optional.of(CompletableFuture.failedFuture(new TestudoException(
                most + " calls of this client wait for answers, the most there may be; call more slowly")));
    }

    /** Asks with the deadline of the settings. */
    public CompletableFuture<byte[]> query(byte[] question) {
        return query(question, settings.deadline());
    }

    /**
     * Asks the group a question that changes nothing, without a place in its order: one round trip and Q equal answers of the
     * members instead of an agreement (AB-30). Linearizable all the same: the answer takes account of every operation that was
     * answered to anyone, and of every query, before this call. It may not take account of operations of this client that are
     * still on their way.
     *
     * <p>If the members differ, because the state is just changing, or too few answer in time, the same bytes are invoked as
     * an operation; the answer is then that operation's.
     *
     * @param question at most the group's largest payload; must not be changed afterwards
     * @return the answer; or as {@link #invoke(byte[], Duration)}
     * @throws IllegalArgumentException if the question is too large
     * @throws IllegalStateException if the client is closed
     */
    public CompletableFuture<byte[]> query(byte[] question, Duration deadline) {
        Optional<CompletableFuture<byte[]>> refused = admit(question);
        if (refused.isPresent()) return refused.get();
        Query made = new Query(question, runtime.now() + deadline.toNanos());
        made.future.whenComplete((result, error) -> pending.decrementAndGet());
        runtime.ask(made);
        return made.future;
    }

    /** Invokes and waits, with the deadline of the settings. */
    public byte[] call(byte[] operation) {
        return call(operation, settings.deadline());
    }

    /**
     * Invokes and waits.
     *
     * @throws OperationFailedException if the application refused it
     * @throws NoAnswerException if there was no answer in time
     * @throws TestudoException if too many calls wait, or the waiting thread was interrupted
     */
    public byte[] call(byte[] operation, Duration deadline) {
        return await(invoke(operation, deadline), deadline);
    }

    /** Asks and waits, with the deadline of the settings. */
    public byte[] ask(byte[] question) {
        return ask(question, settings.deadline());
    }

    /** Asks as {@link #query(byte[], Duration)} and waits; throws as {@link #call(byte[], Duration)}. */
    public byte[] ask(byte[] question, Duration deadline) {
        return await(query(question, deadline), deadline);
    }

    private static byte[] await(CompletableFuture<byte[]> answer, Duration deadline) {
        try {
            return answer.get(deadline.toMillis() + CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TestudoException it) throw it;
            throw new TestudoException("the operation was not answered: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new NoAnswerException("no answer of the group in time", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("interrupted while waiting; the operation may still be executed, once", e);
        }
    }

    /** How one member sees itself and the group, as JSON: that member's word, no proof. */
    public CompletableFuture<String> status(MemberId member, Duration deadline) {
        ManagedChannel channel = channels.get(member);
        if (channel == null) throw new IllegalArgumentException("member '" + member + "' has no client address");
        CompletableFuture<String> status = new CompletableFuture<>();
        GroupAccessGrpc.newStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .status(StatusRequest.getDefaultInstance(), new StreamObserver<>() {
                    @Override
                    public void onNext(StatusReply reply) {
                        status.complete(reply.getJson());
                    }

                    @Override
                    public void onError(Throwable error) {
                        status.completeExceptionally(
                                new TestudoException(member + " gives no status: " + Channels.reason(error), error));
                    }

                    @Override
                    public void onCompleted() {}
                });
        return status;
    }

    /** The highest view that this client has verified. */
    public View view() {
        return runtime.view();
    }

    /** How many members this client is connected to. */
    public int connected() {
        return runtime.connected();
    }

    /** What was counted so far. */
    public Map<ClientCounter, Long> counters() {
        return runtime.counters();
    }

    /** Waits a moment for what is on its way, closes the session, then the connections. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        try {
            runtime.closeSession(runtime.now() + CLOSING.toNanos()).get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The group ends the session when it has been idle for long.
        }
        runtime.stop();
    }
}

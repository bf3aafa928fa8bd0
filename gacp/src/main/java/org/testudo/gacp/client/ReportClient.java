package org.testudo.gacp.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.proto.GroupAccessGrpc;
import org.testudo.gacp.proto.HandInOutcome;
import org.testudo.gacp.proto.HandInRequest;
import org.testudo.gacp.proto.LifeReply;
import org.testudo.gacp.proto.LifeRequest;
import org.testudo.gacp.proto.ReportOutcome;
import org.testudo.gacp.proto.ReportRequest;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.sicp.credentials.Credentials;

/**
 * A connection to one member by which something is handed in: a sensor's reports (AD-5), or a command that stands
 * by the signatures in it (SICP-11, GM-24). Safe for use by
 * several threads.
 */
public final class ReportClient implements AutoCloseable {
    private final MemberId member;
    private final ManagedChannel channel;
    private final Duration deadline;

    /**
     * What a member said to what was handed in.
     *
     * @param reached whether it answered at all
     * @param taken whether it has the report or command
     * @param retry if not taken: whether sending it again later may help
     * @param reason if not taken: why, for people
     */
    public record Outcome(boolean reached, boolean taken, boolean retry, String reason) {}

    /**
     * Connects in the background.
     *
     * @param credentials of a sensor
     * @param deadline for one answer
     * @throws IllegalArgumentException if the credentials are no sensor's, or the member has no client address
     */
    public ReportClient(GroupConfig config, MemberId member, Credentials credentials, Duration deadline) {
        this(config, member, credentials, deadline, Principal.Kind.SENSOR);
    }

    /** The same for an operator or a client, which hand in commands. */
    public static ReportClient forCommands(
            GroupConfig config, MemberId member, Credentials credentials, Duration deadline) {
        return new ReportClient(
                config, member, credentials, deadline, credentials.principal().kind());
    }

    private ReportClient(
            GroupConfig config, MemberId member, Credentials credentials, Duration deadline, Principal.Kind kind) {
        if (credentials.principal().kind() != kind) {
            throw new IllegalArgumentException(credentials.principal() + " is no sensor; use the credentials of one");
        }
        String address = config.member(member.name()).clientAddress();
        if (address.isEmpty()) {
            throw new IllegalArgumentException("group.members: " + member + " has no client-address; give it one");
        }
        this.member = member;
        this.deadline = deadline;
        this.channel = Channels.open(credentials, member, address);
        channel.getState(true); // connects now: a report is urgent, and shall not wait for a handshake
    }

    public MemberId member() {
        return member;
    }

    /** Hands a signed report to the member; waits for its answer. Never throws for what the member or the network does. */
    public Outcome submit(Signed<Request> report) {
        byte[] bytes = WireWriter.bytes(out -> Request.writeSigned(report, out));
        try {
            channel.resetConnectBackoff();
            ReportOutcome outcome = GroupAccessGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .report(ReportRequest.newBuilder()
                            .setReport(UnsafeByteOperations.unsafeWrap(bytes))
                            .build());
            return new Outcome(true, outcome.getTaken(), outcome.getRetry(), outcome.getReason());
        } catch (StatusRuntimeException e) {
            boolean denied = e.getStatus().getCode() == Status.Code.PERMISSION_DENIED;
            return new Outcome(denied, false, !denied, Channels.reason(e));
        }
    }

    /**
     * Hands in a CRL, or what operators tell, to be ordered; waits for the member's answer. Never throws for what the member or
     * the network does.
     */
    public Outcome submit(Command command) {
        try {
            HandInOutcome outcome = GroupAccessGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .handIn(HandInRequest.newBuilder()
                            .setCommand(ByteString.copyFrom(command.encode()))
                            .build());
            return new Outcome(true, outcome.getTaken(), false, outcome.getReason());
        } catch (StatusRuntimeException e) {
            return new Outcome(false, false, true, Channels.reason(e));
        }
    }

    /**
     * Where a group is, by one member's word.
     *
     * @param instructions the number of the last instruction of operators that was taken in this life
     */
    record Whereabouts(Digest life, long instructions) {}

    /** In which life of a group this member is; empty if it knows none, is of another genesis, or does not answer. */
    CompletableFuture<Optional<Whereabouts>> life(Digest genesis) {
        CompletableFuture<Optional<Whereabouts>> life = new CompletableFuture<>();
        GroupAccessGrpc.newStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .life(LifeRequest.getDefaultInstance(), new StreamObserver<>() {
                    @Override
                    public void onNext(LifeReply reply) {
                        boolean ours = reply.getGenesis().equals(ByteString.copyFrom(genesis.toBytes()))
                                && reply.getLife().size() == Digest.LENGTH;
                        life.complete(
                                ours
                                        ? Optional.of(new Whereabouts(
                                                Digest.fromBytes(reply.getLife().toByteArray()),
                                                reply.getInstructions()))
                                        : Optional.empty());
                    }

                    @Override
                    public void onError(Throwable error) {
                        life.complete(Optional.empty());
                    }

                    @Override
                    public void onCompleted() {
                        life.complete(Optional.empty());
                    }
                });
        return life;
    }

    /** Closes the connection; what waits for an answer gets none. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}

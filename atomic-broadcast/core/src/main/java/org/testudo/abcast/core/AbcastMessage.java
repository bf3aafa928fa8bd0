package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What members exchange to agree on an order. Each kind says itself how it is written and proved, so that a forgotten one
 * does not compile. Whatever is signed is a message of its own when it is made; relayed, it travels nested as {@link Signed}.
 */
public sealed interface AbcastMessage
        permits Header,
                Value,
                OwnRequest,
                Relay,
                Prepare,
                Commit,
                Complaint,
                EpochChange,
                NewEpoch,
                Forward,
                Proof,
                Status,
                Decided,
                Fetch,
                Body,
                Announce,
                Met,
                Checkpoint,
                Stable,
                Link,
                Wanted,
                ChunkFetch,
                Chunk,
                Recall,
                Recalled,
                ResultsWanted,
                Results {
    /** Stands first on the wire. */
    int tag();

    /** Writes what follows the tag. */
    void write(WireWriter out);

    /** The header under which the sender signs; empty for what needs no proof beyond its channel. */
    default Optional<StatementHeader> header(Lives lives) {
        return Optional.empty();
    }

    /** What the sender's signature covers: content, never a nested signature (SICP-13). */
    default byte[] statementBody() {
        return WireWriter.bytes(this::write);
    }

    /** Everything nested that must be verified before a core sees the message. */
    default List<Claim> claims() {
        return List.of();
    }

    /** The proposal that this message is about, if it is about one; then it is of use only while that slot is under way. */
    default Optional<Header> about() {
        return Optional.empty();
    }

    /** In which of the sender's lanes it waits (HOST-1). */
    Lane lane();

    /** Hands this message to the handler of its kind. Signed kinds that arrive without a signature are dropped. */
    void accept(Receiver receiver, Authentic<AbcastMessage> as);

    /** A handler for each kind. */
    interface Receiver {
        void onHeader(Signed<Header> header);

        void onValue(MemberId from, Value value);

        void onRequest(Signed<Request> request);

        void onRelay(MemberId from, Relay relay);

        void onPrepare(Signed<Prepare> vote);

        void onCommit(Signed<Commit> vote);

        void onComplaint(Signed<Complaint> complaint);

        void onEpochChange(Signed<EpochChange> change);

        void onNewEpoch(Signed<NewEpoch> newEpoch);

        void onProof(MemberId from, Proof proof);

        void onStatus(MemberId from, Status status);

        void onDecided(MemberId from, Decided decided);

        void onFetch(MemberId from, Fetch fetch);

        void onBody(MemberId from, Body body);

        void onAnnouncement(Announcement announcement);

        void onMet(MemberId from, Met met);

        void onCheckpoint(Signed<Checkpoint> vote);

        void onStable(MemberId from, Stable stable);

        void onLink(MemberId from, Link link);

        void onWanted(MemberId from, Wanted wanted);

        void onChunkFetch(MemberId from, ChunkFetch fetch);

        void onChunk(MemberId from, Chunk chunk);

        void onRecall(MemberId from, Recall recall);

        void onRecalled(MemberId from, Recalled recalled);

        void onResultsWanted(MemberId from, ResultsWanted wanted);

        void onResults(MemberId from, Results results);
    }
}

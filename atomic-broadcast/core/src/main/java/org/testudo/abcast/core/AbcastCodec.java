package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Vote;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** How the messages of the ordering are written, read and proved. */
public final class AbcastCodec implements MessageCodec<AbcastMessage> {
    /** More than a request takes beside its body. */
    private static final int REQUEST_HEAD = 512;

    private final Lives lives;
    private final int window;

    /** @param window of the ordering, see {@link AbcastSettings} */
    public AbcastCodec(Lives lives, int window) {
        this.lives = lives;
        this.window = window;
    }

    @Override
    public void write(AbcastMessage message, WireWriter out) {
        out.writeByte(message.tag());
        message.write(out);
    }

    @Override
    public AbcastMessage read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case Header.TAG -> Header.read(in);
            case Value.TAG -> Value.read(in);
            case OwnRequest.TAG -> OwnRequest.of(Request.read(in), lives);
            case Relay.TAG -> Relay.read(in, lives);
            case Prepare.TAG -> Prepare.read(in, lives);
            case Commit.TAG -> Commit.read(in, lives);
            case Complaint.TAG -> Complaint.read(in);
            case EpochChange.TAG -> EpochChange.read(in, lives);
            case NewEpoch.TAG -> NewEpoch.read(in, lives);
            case Forward.TAG -> Forward.read(in, lives);
            case Proof.TAG -> Proof.read(in, lives);
            case Status.TAG -> Status.read(in);
            case Decided.TAG -> Decided.read(in, lives);
            case Fetch.TAG -> Fetch.read(in);
            case Body.TAG -> Body.read(in, lives);
            case Announce.TAG -> Announce.read(in);
            case Met.TAG -> Met.read(in);
            case Checkpoint.TAG -> Checkpoint.read(in);
            case Stable.TAG -> Stable.read(in, lives);
            case Link.TAG -> Link.read(in, lives);
            case Wanted.TAG -> Wanted.read(in);
            case ChunkFetch.TAG -> ChunkFetch.read(in);
            case Chunk.TAG -> Chunk.read(in);
            case Recall.TAG -> Recall.read(in);
            case Recalled.TAG -> Recalled.read(in, lives);
            case ResultsWanted.TAG -> ResultsWanted.read(in);
            case Results.TAG -> Results.read(in);
            default -> throw new MalformedException("no message " + tag);
        };
    }

    @Override
    public int expectedBytes(AbcastMessage message) {
        return message instanceof OwnRequest it ? it.request().body().length + REQUEST_HEAD : 256;
    }

    @Override
    public Optional<StatementHeader> header(AbcastMessage message) {
        return message.header(lives);
    }

    @Override
    public byte[] statementBody(AbcastMessage message) {
        return message.statementBody();
    }

    @Override
    public List<Claim> claims(AbcastMessage message) {
        return message.claims();
    }

    /** The core takes what is at most 2 W ahead, and may have delivered a little more than the host knows. */
    @Override
    public boolean useful(AbcastMessage message, long view, long delivered) {
        return message.about().map(it -> useful(it, view, delivered)).orElse(true);
    }

    private boolean useful(Header about, long view, long delivered) {
        if (about.view() != view) return about.view() > view;
        return about.slot() > delivered && about.slot() - delivered <= 3L * window;
    }

    /** None in view 0, whose quorum is another one (GM-21). */
    @Override
    public Optional<Vote> vote(AbcastMessage message) {
        boolean votes = message instanceof Prepare || message instanceof Commit;
        if (!votes || message.about().map(Header::view).orElseThrow() == 0) return Optional.empty();
        return message.header(lives)
                .map(it -> Vote.of(
                        it.type(),
                        (StatementHeader.ViewBound) it,
                        message.about().orElseThrow().value()));
    }

    /** An epoch change may hide what its sender committed; who asks what it may have forgotten is told all (AB-26). */
    @Override
    public boolean answersForVotes(AbcastMessage message) {
        return message instanceof EpochChange || message instanceof Recall;
    }

    @Override
    public Lane lane(AbcastMessage message) {
        return message.lane();
    }
}

package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.kernel.command.EpochChangeContent;
import org.testudo.kernel.command.ShownCertificate;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * EPOCH-CHANGE: its sender has left all epochs before this one, and shows the highest certificate that it holds for each
 * slot above its highest certified one less the window (AB-28).
 *
 * @param epoch to which the sender goes
 * @param incarnation of the sender; 0 but in view 0 (GM-21)
 * @param stable certificate of the sender's stable checkpoint, if that is of this view
 * @param certificates by ascending slot, at most a window of them; in the model {@code crash} the commit certificate of the
 *     last delivered slot, and at most a window of accepted headers above it
 */
public record EpochChange(
        long view,
        long epoch,
        long incarnation,
        Optional<CheckpointCertificate> stable,
        List<QuorumCertificate> certificates)
        implements AbcastMessage {
    static final int TAG = 8;
    /** The largest window that a configuration may ask for. */
    static final int MAX_CERTIFICATES = EpochChangeContent.MAX_LOCKS;

    public EpochChange {
        certificates = List.copyOf(certificates);
    }

    /** In a later view than 0. */
    public EpochChange(long view, long epoch, List<QuorumCertificate> certificates) {
        this(view, epoch, 0, certificates);
    }

    /** Of a sender without a stable checkpoint. */
    public EpochChange(long view, long epoch, long incarnation, List<QuorumCertificate> certificates) {
        this(view, epoch, incarnation, Optional.empty(), certificates);
    }

    static EpochChange read(WireReader in, Lives lives) throws MalformedException {
        long view = in.readCount();
        return new EpochChange(
                view,
                in.readCount(),
                Starts.read(view, in),
                in.readOptional(each -> CheckpointCertificate.read(each, lives)),
                in.readList(MAX_CERTIFICATES + 1, each -> QuorumCertificate.read(each, lives)));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeLong(view).writeLong(epoch);
        Starts.write(view, incarnation, out);
        out.writeOptional(stable, CheckpointCertificate::write);
        out.writeList(certificates, QuorumCertificate::write);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Nested.viewBound(lives, view, epoch, 0, StatementTypes.EPOCH_CHANGE);
    }

    /** Digests, so that two into one epoch are short enough for evidence. */
    @Override
    public byte[] statementBody() {
        return content().body();
    }

    /** What it says, as evidence shows it; whoever adds to an epoch change adds to this. */
    EpochChangeContent content() {
        List<ShownCertificate> shown =
                certificates.stream().map(QuorumCertificate::shown).toList();
        return new EpochChangeContent(
                view,
                epoch,
                Starts.named(view, incarnation),
                stable.map(CheckpointCertificate::slot).orElse(0L),
                stable.map(it -> Digest.of(it.content()::write)).orElse(Digest.ZERO),
                shown.stream().map(ShownCertificate::lock).toList(),
                shown.stream().map(ShownCertificate::digest).toList());
    }

    @Override
    public List<Claim> claims() {
        Set<Claim> claims = new LinkedHashSet<>();
        stable.ifPresent(each -> claims.addAll(each.claims()));
        for (QuorumCertificate each : certificates) claims.addAll(each.claims());
        return new ArrayList<>(claims);
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        Nested.handOver(as, this, receiver::onEpochChange);
    }
}

package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.membership.core.MembershipMessage.Held;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

/** Wire format and proofs of {@link MembershipMessage}. */
public final class MembershipCodec implements MessageCodec<MembershipMessage> {
    private final Lives lives;

    public MembershipCodec(Lives lives) {
        this.lives = lives;
    }

    @Override
    public void write(MembershipMessage message, WireWriter out) {
        message.accept(new Writer(out));
    }

    @Override
    public MembershipMessage read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case 1 -> new ViewSignature(in.readCount(), Digest.read(in));
            case 2 -> readSignatures(in);
            default -> throw new MalformedException("no membership message " + tag);
        };
    }

    private static Signatures readSignatures(WireReader in) throws MalformedException {
        long view = in.readCount();
        Digest next = Digest.read(in);
        boolean wanted = in.readBoolean();
        List<Held> held =
                in.readList(ViewRecord.MAX_SEATS, each -> new Held(Origin.readMember(each), Signature.read(each)));
        MemberId last = null;
        for (Held each : held) {
            if (last != null && last.compareTo(each.member()) >= 0) throw new MalformedException("order of signers");
            last = each.member();
        }
        return new Signatures(view, next, wanted, held);
    }

    @Override
    public Optional<StatementHeader> header(MembershipMessage message) {
        return message instanceof ViewSignature it
                ? Optional.of(ViewCertificate.header(lives.of(it.view()), it.view()))
                : Optional.empty();
    }

    /** The digest of the next record alone: the same statement stands in a certificate. */
    @Override
    public byte[] statementBody(MembershipMessage message) {
        return message instanceof ViewSignature it ? ViewCertificate.body(it.next()) : encode(message);
    }

    @Override
    public List<Claim> claims(MembershipMessage message) {
        if (!(message instanceof Signatures it)) return List.of();
        StatementHeader header = ViewCertificate.header(lives.of(it.view()), it.view());
        byte[] body = ViewCertificate.body(it.next());
        return it.held().stream()
                .map(held -> (Claim) new Claim.SignedBy(Principal.of(held.member()), header, body, held.signature()))
                .toList();
    }

    @Override
    public Lane lane(MembershipMessage message) {
        return Lane.VOTES;
    }

    private record Writer(WireWriter out) implements MembershipMessage.Visitor<Void> {
        @Override
        public Void onViewSignature(ViewSignature message) {
            out.writeByte(1).writeLong(message.view());
            message.next().write(out);
            return null;
        }

        @Override
        public Void onSignatures(Signatures message) {
            out.writeByte(2).writeLong(message.view());
            message.next().write(out);
            out.writeBoolean(message.wanted()).writeList(message.held(), (held, to) -> {
                to.writeText(held.member().name());
                held.signature().write(to);
            });
            return null;
        }
    }
}

package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.signature;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.membership.core.MembershipMessage.Held;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

class MembershipCodecTest {
    private static final Founders FOUR = Founders.four();
    private static final Digest NEXT = Digest.of(new byte[] {1});

    private final MembershipCodec codec = new MembershipCodec(Lives.only(FOUR.life));

    @Test
    void readsWhatItWrote() throws MalformedException {
        ViewSignature signature = new ViewSignature(3, NEXT);
        Signatures signatures = signatures("alice", "bob");

        assertThat(codec.decode(codec.encode(signature))).isEqualTo(signature);
        assertThat(codec.decode(codec.encode(signatures))).isEqualTo(signatures);
    }

    /** GM-12: what a member signs is what stands in the certificate. */
    @Test
    void viewSignatureIsTheStatementOfACertificate() {
        ViewSignature message = new ViewSignature(3, NEXT);

        assertThat(codec.header(message)).contains(ViewCertificate.header(FOUR.life, 3));
        assertThat(codec.statementBody(message)).isEqualTo(ViewCertificate.body(NEXT));
        assertThat(codec.claims(message)).isEmpty();
    }

    @Test
    void everyHeldSignatureIsAClaimOfItsSigner() {
        Signatures message = signatures("alice", "bob");

        assertThat(codec.header(message)).isEmpty();
        assertThat(codec.claims(message)).containsExactly(claim("alice"), claim("bob"));
    }

    @Test
    void malformedMessagesAreRefused() {
        byte[] whole = codec.encode(signatures("alice", "bob"));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> codec.decode(new byte[] {9})).isInstanceOf(MalformedException.class);
    }

    @Test
    void signersMustBeDistinct() {
        byte[] twice = codec.encode(signatures("bob", "bob"));
        byte[] falling = codec.encode(signatures("bob", "alice"));

        assertThatThrownBy(() -> codec.decode(twice)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> codec.decode(falling)).isInstanceOf(MalformedException.class);
    }

    @Test
    void moreSignersThanSeatsAreRefusedBeforeTheyAreRead() {
        byte[] many = WireWriter.bytes(out -> {
            out.writeByte(2).writeLong(3);
            NEXT.write(out);
            out.writeBoolean(true).writeInt(101).writeFixed(new byte[101 * 80]);
        });

        assertThatThrownBy(() -> codec.decode(many)).isInstanceOf(MalformedException.class);
    }

    private static Claim claim(String name) {
        return new Claim.SignedBy(
                Principal.of(member(name)),
                ViewCertificate.header(FOUR.life, 3),
                ViewCertificate.body(NEXT),
                signature());
    }

    private static Signatures signatures(String... names) {
        List<Held> held = java.util.stream.Stream.of(names)
                .map(name -> new Held(member(name), signature()))
                .toList();
        return new Signatures(3, NEXT, true, held);
    }
}

package org.testudo.gacp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** CA-9: what a reply signs, and what of hostile bytes is read. */
class StatementsTest {
    private static final Signature SIGNATURE = StatementBatch.of(Collections.nCopies(5, new byte[] {1}))
            .signatures(new byte[Signature.LENGTH])
            .get(2);
    private static final GroupLife LIFE = new GroupLife(Digest.ZERO, Digest.ZERO);

    private final Origin client = new Origin(
            new Principal(Principal.Kind.CLIENT, "alice"), StatementKey.fromBytes(new byte[StatementKey.LENGTH]), 7);
    private final Request request = new Request(client, 3, RequestClass.APPLICATION, new byte[] {1, 2});
    private final Reply reply = Reply.to(request, 12, false, new byte[] {5});

    @Test
    void aReplyIsReadAsItWasWritten() throws MalformedException {
        SignedReply signed = new SignedReply(4, reply, SIGNATURE, Optional.of(new byte[] {5}));

        SignedReply read = SignedReply.decode(signed.encode());

        assertThat(read.view()).isEqualTo(4);
        assertThat(read.reply()).isEqualTo(reply);
        assertThat(read.result()).hasValueSatisfying(it -> assertThat(it).containsExactly(5));
    }

    @Test
    void aConfirmationIsReadAsItWasWritten() throws MalformedException {
        Confirmation word = new Confirmation(4, Digest.ZERO, new byte[16], SIGNATURE);

        assertThat(Confirmation.decode(word.encode())).isEqualTo(word);
    }

    @Test
    void cutOrLengthenedBytesAreMalformed() {
        byte[] reply = new SignedReply(4, this.reply, SIGNATURE, Optional.of(new byte[] {5})).encode();
        byte[] word = new Confirmation(4, Digest.ZERO, new byte[16], SIGNATURE).encode();

        for (int length = 0; length < reply.length; length++) {
            byte[] cut = Arrays.copyOf(reply, length);
            assertThatThrownBy(() -> SignedReply.decode(cut)).isInstanceOf(MalformedException.class);
        }
        for (int length = 0; length < word.length; length++) {
            byte[] cut = Arrays.copyOf(word, length);
            assertThatThrownBy(() -> Confirmation.decode(cut)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> SignedReply.decode(Arrays.copyOf(reply, reply.length + 1)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void whatAReplySignsNamesClientSessionNumberOperationSlotAndResult() {
        byte[] statement = statement(reply);
        Origin otherSession = new Origin(client.principal(), client.key(), 8);
        byte[] result = {5};

        assertThat(statement(Reply.to(
                        new Request(otherSession, 3, RequestClass.APPLICATION, new byte[] {1, 2}), 12, false, result)))
                .isNotEqualTo(statement);
        assertThat(statement(Reply.to(
                        new Request(client, 4, RequestClass.APPLICATION, new byte[] {1, 2}), 12, false, result)))
                .isNotEqualTo(statement);
        assertThat(statement(Reply.to(
                        new Request(client, 3, RequestClass.APPLICATION, new byte[] {1, 3}), 12, false, result)))
                .isNotEqualTo(statement);
        assertThat(statement(Reply.to(request, 13, false, result))).isNotEqualTo(statement);
        assertThat(statement(Reply.to(request, 12, true, result))).isNotEqualTo(statement);
        assertThat(statement(Reply.to(request, 12, false, new byte[] {6}))).isNotEqualTo(statement);
        assertThat(reply.header(LIFE, 5).statement(reply.body())).isNotEqualTo(statement);
    }

    private static byte[] statement(Reply reply) {
        return reply.header(LIFE, 4).statement(reply.body());
    }

    @Test
    void whateverAMemberSendsToThisLayerIsMalformed() {
        assertThatThrownBy(() -> new GacpCodec().decode(new byte[] {0})).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> WireReader.whole(new byte[0], new GacpCodec()::read))
                .isInstanceOf(MalformedException.class);
    }
}

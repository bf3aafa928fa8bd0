package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.gacp.core.Reply;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementKey;

class SignedRepliesTest {
    private static final Origin CLIENT =
            new Origin(new Principal(Principal.Kind.CLIENT, "client-1"), StatementKey.fromBytes(new byte[32]), 7);

    private final SignedReplies replies = new SignedReplies();
    private final Supplier<Optional<Signature>> signing = () -> Optional.of(next());
    private int signed;

    private Signature next() {
        byte[] bytes = new byte[Signature.LENGTH];
        bytes[0] = (byte) ++signed;
        return Signature.fromBytes(bytes);
    }

    private static Reply reply(long number, String result) {
        return new Reply(CLIENT, number, Digest.ZERO, number, false, Digest.of(result.getBytes()));
    }

    @Test
    void theSameReplyIsSignedOnceInAView() {
        Optional<Signature> first = replies.of(1, reply(2, "done"), signing);

        assertThat(replies.of(1, reply(2, "done"), signing)).isEqualTo(first);
        assertThat(signed).isEqualTo(1);
    }

    @Test
    void anotherViewAnotherAnswerOrAnotherNumberIsSignedAnew() {
        replies.of(1, reply(2, "done"), signing);

        replies.of(2, reply(2, "done"), signing);
        replies.of(1, reply(2, "failed"), signing);
        replies.of(1, reply(3, "done"), signing);

        assertThat(signed).isEqualTo(4);
    }

    @Test
    void thatItCouldNotBeSignedIsNotRemembered() {
        assertThat(replies.of(1, reply(2, "done"), Optional::empty)).isEmpty();

        assertThat(replies.of(1, reply(2, "done"), signing)).isPresent();
    }

    @Test
    void whatWasAskedForLongAgoIsForgotten() {
        for (int number = 0; number <= SignedReplies.MOST; number++) replies.of(1, reply(number, "done"), signing);
        int before = signed;

        replies.of(1, reply(SignedReplies.MOST, "done"), signing);
        assertThat(signed).isEqualTo(before);
        replies.of(1, reply(0, "done"), signing);
        assertThat(signed).isEqualTo(before + 1);
    }
}

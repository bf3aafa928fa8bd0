package org.testudo.gacp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.gacp.client.PaperGroup.bytes;
import static org.testudo.gacp.client.PaperGroup.member;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.gacp.core.Reply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.ViewRecord;

/** CA-4, CA-9: an answer is what f+1 distinct seats of one view, verified by the chain, have signed. */
class ReplyCollectorTest {
    private final PaperGroup group = new PaperGroup();
    private final ViewChain chain = group.chain();
    private final Request request = group.operation(7, 2, "put a 1");
    private final ReplyCollector collector = new ReplyCollector(request);
    private final ViewRecord first = group.first();
    private ViewRecord second;

    @BeforeEach
    void certifySecondView() {
        second = group.after(first);
    }

    @Test
    void oneReplyIsNotTheGroups() {
        assertThat(offer(first, 0, "ok")).isTrue();

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void equalRepliesOfTwoSeatsAre() {
        offer(first, 0, "ok");
        offer(first, 3, "ok");

        ReplyCollector.Accepted accepted = collector.decide(chain).orElseThrow();
        assertThat(accepted.result()).contains(bytes("ok"));
        assertThat(accepted.by()).containsExactly(member(0), member(3));
    }

    @Test
    void oneMemberThatRepeatsItselfIsOneSeat() {
        offer(first, 0, "ok");
        offer(first, 0, "ok");
        offer(first, 0, "ok");

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void asManyForgersAsAreToleratedProveNothing() {
        offer(first, 1, "lie");
        collector.offer(member(0), withSignatureOf(group.reply(first, 1, request, "lie"), first, 1));

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void aForgerDoesNotStandInTheWayOfTheTruth() {
        collector.offer(member(0), forged("ok"));
        offer(first, 1, "ok");
        assertThat(collector.decide(chain)).isEmpty();

        offer(first, 2, "ok");

        ReplyCollector.Accepted accepted = collector.decide(chain).orElseThrow();
        assertThat(accepted.by()).containsExactly(member(1), member(2));
        assertThat(collector.contradicting(accepted)).containsExactly(member(0));
    }

    @Test
    void aMemberCannotSpeakForAnother() {
        collector.offer(member(0), group.reply(first, 1, request, "lie"));
        collector.offer(member(2), group.reply(first, 1, request, "lie"));
        offer(first, 1, "lie");

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void repliesOfDifferentViewsDoNotAddUp() {
        offer(first, 0, "ok");
        offer(second, 1, "ok");
        assertThat(collector.decide(chain)).isEmpty();

        chain.extend(group.certificate(first, second, 0, 1, 2));
        assertThat(collector.decide(chain)).isEmpty();

        offer(second, 2, "ok");
        assertThat(collector.decide(chain).orElseThrow().view()).isEqualTo(2);
    }

    @Test
    void repliesOfAViewThatTheClientHasLeftCountNoMore() {
        chain.extend(group.certificate(first, second, 0, 1, 2));

        for (int seat : PaperGroup.ALL) offer(first, seat, "ok");

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void repliesOfAViewThatIsNotYetProvedWaitForItsCertificate() {
        offer(second, 0, "ok");
        offer(second, 1, "ok");
        assertThat(collector.decide(chain)).isEmpty();

        chain.extend(group.certificate(first, second, 0, 1, 2));

        assertThat(collector.decide(chain)).isPresent();
    }

    @Test
    void whoIsOutOfTheViewHasNoSay() {
        ViewRecord without = group.after(first, member(3));
        chain.extend(group.certificate(first, without, 0, 1, 2));

        collector.offer(
                member(3),
                new SignedReply(
                        1, Reply.to(request, 5, false, bytes("lie")), anySignature(), Optional.of(bytes("lie"))));
        offer(without, 0, "lie");

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void replyToAnotherNumberSessionOrOperationIsNone() {
        for (Request other : new Request[] {
            group.operation(7, 3, "put a 1"), group.operation(8, 2, "put a 1"), group.operation(7, 2, "put a 2")
        }) {
            assertThat(collector.offer(member(0), group.reply(first, 0, other, "ok")))
                    .isFalse();
            assertThat(collector.offer(member(1), group.reply(first, 1, other, "ok")))
                    .isFalse();
        }

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void aResultThatItsReplyDoesNotSignIsRefused() {
        Reply honest = Reply.to(request, 5, false, bytes("ok"));

        assertThat(collector.offer(member(0), group.reply(first, 0, honest, bytes("lie"))))
                .isFalse();
        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void differentSlotsOrOutcomesAreDifferentAnswers() {
        collector.offer(member(0), group.reply(first, 0, Reply.to(request, 5, false, bytes("ok")), bytes("ok")));
        collector.offer(member(1), group.reply(first, 1, Reply.to(request, 6, false, bytes("ok")), bytes("ok")));
        collector.offer(member(2), group.reply(first, 2, Reply.to(request, 5, true, bytes("ok")), bytes("ok")));

        assertThat(collector.decide(chain)).isEmpty();
    }

    @Test
    void theResultMayComeFromAnyMemberThatStillHasIt() {
        Reply reply = Reply.to(request, 5, false, bytes("ok"));
        collector.offer(member(0), withoutResult(group.reply(first, 0, reply, bytes("ok"))));
        collector.offer(member(1), withoutResult(group.reply(first, 1, reply, bytes("ok"))));
        assertThat(collector.decide(chain).orElseThrow().result()).isEmpty();

        offer(first, 3, "ok");

        assertThat(collector.decide(chain).orElseThrow().result()).contains(bytes("ok"));
    }

    @Test
    void anOlderReplyOfAMemberDoesNotReplaceItsNewer() {
        chain.extend(group.certificate(first, second, 0, 1, 2));
        offer(second, 0, "ok");
        offer(first, 0, "old");
        offer(second, 1, "ok");

        assertThat(collector.decide(chain)).isPresent();
    }

    @Test
    void signaturesAreCheckedOnceAndOnlyWhenEnoughAgree() {
        int ofTheChain = group.verified;
        offer(first, 0, "ok");
        collector.decide(chain);
        assertThat(group.verified).isEqualTo(ofTheChain);

        collector.offer(member(1), forged("ok"));
        collector.decide(chain);
        offer(first, 2, "ok");
        collector.decide(chain);

        assertThat(group.verified - ofTheChain).isEqualTo(3);
    }

    private boolean offer(ViewRecord view, int seat, String result) {
        return collector.offer(member(seat), group.reply(view, seat, request, result));
    }

    private SignedReply forged(String result) {
        Reply reply = Reply.to(request, 5, false, bytes(result));
        return new SignedReply(1, reply, anySignature(), Optional.of(bytes(result)));
    }

    private static SignedReply withoutResult(SignedReply signed) {
        return new SignedReply(signed.view(), signed.reply(), signed.signature(), Optional.empty());
    }

    private SignedReply withSignatureOf(SignedReply signed, ViewRecord view, int seat) {
        Signature other = group.sign(
                view,
                seat,
                signed.reply().header(group.life, view.id()),
                signed.reply().body());
        return new SignedReply(signed.view(), signed.reply(), other, signed.result());
    }

    private static Signature anySignature() {
        byte[] bytes = new byte[Signature.LENGTH];
        System.arraycopy(Digest.of(bytes).toBytes(), 0, bytes, 0, Digest.LENGTH);
        return Signature.fromBytes(bytes);
    }
}

package org.testudo.gacp.client;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.View;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.view.ViewCertificate;

/** What a client tells about its work, for statistics and demonstrations. Called on the client's thread: must not block. */
public interface ClientListener {
    /**
     * The group lives in a life that operators have begun from an older state; what it has answered after that is lost, and no
     * session of the life before goes on (GM-22). Once, before anything else.
     *
     * @param statement from which life and slot, in words by {@link Recovery#describe}
     */
    default void onRecovered(Recovery statement) {}

    /** The group has answered an operation. */
    default void onAnswered(Answer answer) {}

    /** A higher view has been verified by its certificate. */
    default void onView(View view) {}

    /**
     * A certificate has proved the view after the highest verified so far; view 1 comes again if the client had followed a
     * life that is over.
     */
    default void onCertified(ViewCertificate certificate) {}

    /** A quorum of its members has said, over this client's nonce, that this is the present view (CA-8). */
    default void onConfirmed(View view) {}

    /** A member's word was not the group's: another answer, or a signature that is none. */
    default void onContradiction(MemberId member, long number) {}

    /** A contact did not answer in time or at all, refused or lied; others are asked from here on. */
    default void onContactChanged(MemberId from, String reason) {}

    /**
     * How an operation was answered.
     *
     * @param session of the client
     * @param number in the session
     * @param slot place in the total order
     * @param view under which the replies were signed
     * @param failed whether the application refused it
     * @param latency from the first sending to the answer
     * @param attempts how often it was sent
     */
    record Answer(long session, long number, long slot, long view, boolean failed, Duration latency, int attempts) {}

    /** One that does nothing. */
    static ClientListener none() {
        return new ClientListener() {};
    }
}

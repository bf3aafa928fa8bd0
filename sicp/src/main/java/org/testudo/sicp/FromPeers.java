package org.testudo.sicp;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Garbled;
import org.testudo.kernel.notice.Superseded;
import org.testudo.kernel.view.Quorum;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.sicp.transport.Violation;

/** Takes what comes of peers, on the threads that read and dial their connections. */
final class FromPeers implements Links.Receiver {
    private final Side side;
    private final Quorum quorum;
    private final Consumer<Notice> told;

    FromPeers(Side side, Quorum quorum, Consumer<Notice> told) {
        this.side = side;
        this.quorum = quorum;
        this.told = told;
    }

    @Override
    public void received(MemberId peer, List<Packet> packets) throws Violation {
        side.received(peer, packets);
    }

    @Override
    public void connected(MemberId peer, long incarnation) {
        side.connected(peer, incarnation);
    }

    /** One of f+1 is correct, and tells the truth; who is superseded hears nothing else any more. */
    @Override
    public void superseded(Set<MemberId> by) {
        if (by.size() >= quorum.oneCorrect()) told.accept(new Superseded(List.copyOf(by)));
    }

    @Override
    public void violated(MemberId peer, long times) {
        told.accept(new Garbled(peer, times, 0));
    }
}

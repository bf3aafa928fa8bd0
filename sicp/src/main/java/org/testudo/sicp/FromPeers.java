package org.testudo.sicp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Garbled;
import org.testudo.kernel.notice.Superseded;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.transport.Links;
import org.testudo.sicp.transport.Packet;
import org.testudo.sicp.transport.Violation;

/** Takes what comes of peers, on the threads that read and dial their connections. */
final class FromPeers implements Links.Receiver {
    private final Side side;
    private final Genesis genesis;
    private final Consumer<Notice> told;
    private volatile Optional<ViewRecord> inForce = Optional.empty();

    FromPeers(Side side, Genesis genesis, Consumer<Notice> told) {
        this.side = side;
        this.genesis = genesis;
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

    /** From here on f is that of this view. */
    void installed(ViewRecord view) {
        if (!view.life().forming()) inForce = Optional.of(view);
    }

    /**
     * One of f+1 that sit is correct, and tells the truth; who is superseded hears nothing else any more. Who knows no view yet
     * asks for as many as the group may have had to tolerate since it was founded.
     */
    @Override
    public void superseded(Set<MemberId> by) {
        Optional<ViewRecord> view = inForce;
        boolean enough = view.isPresent()
                ? by.stream()
                                .filter(each -> view.get().seatOf(each).isPresent())
                                .count()
                        >= view.get().quorum().oneCorrect()
                : by.size() >= genesis.oneCorrectEver();
        if (enough) told.accept(new Superseded(List.copyOf(by)));
    }

    @Override
    public void violated(MemberId peer, long times) {
        told.accept(new Garbled(peer, times, 0));
    }
}

package org.testudo.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Status;
import org.testudo.api.Tolerance;
import org.testudo.kernel.view.ViewRecord;

/** How a member sees itself and its group. */
final class OwnStatus {
    private OwnStatus() {}

    /** Waits a little for the application, so not on the loop. */
    static Status of(StackRuntime runtime, Optional<LanesRun> run) {
        OrderedLane.Standing standing = run.map(it -> it.lane().standingSoon()).orElse(OrderedLane.Standing.BEGINNING);
        StatusBoard board = run.map(LanesRun::board).orElseGet(StatusBoard::new);
        Optional<NoticeLog> log = Optional.ofNullable(runtime.log());
        List<Integer> depths = runtime.depths();
        return new Status(
                runtime.context().genesis().group(),
                runtime.context().self(),
                run.isEmpty() ? Status.State.STOPPED : board.state(),
                Optional.ofNullable(runtime.viewInForce()).map(ViewRecord::view),
                log.map(NoticeLog::epoch).orElse(0L),
                log.map(NoticeLog::leader),
                standing.slot(),
                standing.stateDigest(),
                standing.historyChain(),
                standing.executed(),
                run.map(it -> it.lane().waitingSlots()).orElse(0L),
                board.suspected(),
                Optional.ofNullable(runtime.viewInForce()).map(board::tolerance).orElseGet(Tolerance::unknown),
                Map.of("loop", depths.get(0), "signing", depths.get(1), "verification", depths.get(2)),
                runtime.peerCounters(),
                runtime.context().genesis().recovered().map(it -> it.statement().describe()),
                runtime.certificates());
    }
}

package org.testudo.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.View;
import org.testudo.api.ViewChange;
import org.testudo.cli.demo.MemberEvent;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.notice.StandbyReady;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.view.ViewRecord;

/** Prints what happens in a member as one JSON object a line, for whoever started the process. */
final class MemberEvents implements GroupListener {
    private final PrintStream out;
    private final CountDownLatch halted;

    /**
     * @param out where to; null: nowhere
     * @param halted is counted down when the member halts
     */
    MemberEvents(PrintStream out, CountDownLatch halted) {
        this.out = out;
        this.halted = halted;
    }

    @Override
    public void onView(ViewChange change) {
        View view = change.view();
        tell(
                "view",
                Map.of(
                        "id", view.id(),
                        "firstSlot", view.firstSlot(),
                        "members", names(view.members()),
                        "inactive", names(view.inactive()),
                        "excluded", names(view.excluded()),
                        "reason", view.reason(),
                        "changes",
                                change.changes().stream()
                                        .map(ViewChange.Change::toString)
                                        .toList()));
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice instanceof EpochEntered it) {
            tell(
                    "leader",
                    Map.of(
                            "view",
                            it.view(),
                            "epoch",
                            it.epoch(),
                            "leader",
                            it.leader().name()));
        } else if (notice instanceof ViewCertified it) {
            ViewRecord view = it.certificate().record();
            tell("certified", Map.of("id", view.id(), "digest", view.digest().toHex()));
        } else if (notice instanceof Judged it) {
            tell(
                    "judged",
                    Map.of(
                            "slot", it.slot(),
                            "target", it.target().name(),
                            "verdict", it.verdict(),
                            "effective", it.effective()));
        } else if (notice instanceof StandbyReady it) {
            tell("ready", Map.of("member", it.member().name(), "slot", it.slot()));
        } else if (notice instanceof ServiceSuspended it) {
            tell("suspended", Map.of("text", it.why()));
        } else if (notice instanceof ServiceResumed) {
            tell("resumed", Map.of());
        } else if (notice instanceof Suspected it) {
            tell("suspected", Map.of("member", it.member().name(), "reason", it.reason()));
        } else if (notice instanceof Restored it) {
            tell("restored", Map.of("member", it.member().name()));
        } else if (notice instanceof Refused it) {
            tell("refused", Map.of("text", it.describe()));
        } else if (notice instanceof Halted it) {
            tell("halted", Map.of("text", it.describe()));
            halted.countDown();
        }
    }

    synchronized void tell(String type, Map<String, Object> fields) {
        if (out == null) return;
        out.println(MemberEvent.now(type, fields).toLine());
        out.flush();
    }

    private static List<String> names(List<MemberId> members) {
        return members.stream().map(MemberId::name).toList();
    }
}

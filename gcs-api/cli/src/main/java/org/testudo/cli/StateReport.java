package org.testudo.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.cli.StateSearch.Finding;
import org.testudo.kernel.view.Quorum;

/** What journals have of the group's state, for people and for scripts. */
record StateReport(StateSearch search) {
    String text() {
        StringBuilder text = new StringBuilder();
        for (Finding each : search.findings()) {
            text.append(each.folder()).append(each.member().isEmpty() ? ": " : ": " + each.member() + ", ");
            text.append(each.flaw().orElseGet(() -> describe(each))).append(System.lineSeparator());
        }
        Optional<Finding> highest = search.highest();
        text.append(highest.map(this::describeHighest).orElseGet(this::describeNone));
        Quorum quorum = search.quorum();
        text.append(String.format(
                "Looked at %d journals of a group of %d. With the journals of %d it goes on by itself, and loses nothing:"
                        + " begin no new life while they can be had.%n",
                search.findings().size(), quorum.seats(), quorum.intersecting()));
        return text.toString();
    }

    private static String describe(Finding finding) {
        return "state after slot " + finding.state().slot() + ", signed by " + finding.signed() + " seats of view "
                + finding.state().view() + ", decided up to slot "
                + finding.found().orElseThrow().decided() + ", life "
                + finding.life().life();
    }

    private String describeHighest(Finding highest) {
        long slot = highest.state().slot();
        long decided = search.decided(highest);
        String lost = decided > slot
                ? "; slots " + (slot + 1) + " to " + decided
                        + " are decided, but nobody signed a state after them: they"
                        + " would be lost, and what others decided after them"
                : "; what was decided after it would be lost";
        return String.format(
                "Highest: the state after slot %d, %s, in %s%s%n",
                slot, highest.state().digest(), highest.folder(), lost);
    }

    private String describeNone() {
        int lives = search.lives().size();
        return lives > 1
                ? String.format(
                        "The states are of %d lives; name journals of one life alone: %s%n", lives, search.lives())
                : String.format("No state here is proved%n");
    }

    String json() {
        StringBuilder text = new StringBuilder();
        for (Finding each : search.findings()) text.append(Json.line(toMap(each)));
        Map<String, Object> whole = new LinkedHashMap<>();
        Optional<Finding> highest = search.highest();
        whole.put("journals", search.findings().size());
        whole.put("seats", search.quorum().seats());
        whole.put("enoughToGoOn", search.quorum().intersecting());
        whole.put("found", highest.isPresent());
        highest.ifPresent(it -> {
            whole.put("slot", it.state().slot());
            whole.put("state", it.state().digest().toHex());
            whole.put("life", it.life().life().toHex());
            whole.put("folder", it.folder().toString());
            whole.put("decided", search.decided(it));
        });
        if (search.lives().size() > 1) whole.put("lives", lives());
        return text + Json.line(whole);
    }

    private List<String> lives() {
        return search.lives().stream().map(each -> each.life().toHex()).toList();
    }

    private static Map<String, Object> toMap(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("folder", finding.folder().toString());
        map.put("member", finding.member());
        map.put("proved", finding.proved());
        finding.flaw().ifPresent(it -> map.put("flaw", it));
        finding.found().ifPresent(it -> {
            map.put("slot", it.state().slot());
            map.put("state", it.state().digest().toHex());
            map.put("view", it.state().view());
            map.put("signatures", finding.signed());
            map.put("decided", it.decided());
            map.put("life", finding.life().life().toHex());
        });
        return map;
    }
}

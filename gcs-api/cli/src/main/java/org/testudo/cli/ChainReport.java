package org.testudo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.VerifiedChain.Step;
import org.testudo.kernel.view.ViewRecord;

/**
 * What a chain of views in a file proves, for people and for scripts.
 *
 * @param steps one a view, at least one; only the last may not hold
 */
record ChainReport(Path file, Genesis genesis, List<Step> steps) {
    private static final String NOT_PRESENT =
            "that the group was in it, not that it is the present view: for that, ask the"
                    + " group ('testudo view save' does, and so does every client before it believes an answer)";

    boolean holds() {
        return last().holds();
    }

    private Step last() {
        return steps.get(steps.size() - 1);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) if (step.holds()) describe(text, step);
        ViewRecord record = last().record();
        if (holds()) {
            text.append(file + " proves view " + record.id() + " of group '" + genesis.group() + "', life "
                    + record.life().life() + ":\n" + NOT_PRESENT + "\n");
        } else {
            text.append(file + " does not hold at view " + steps.size() + ": "
                    + last().flaw().orElseThrow() + "\n(the genesis of the configuration is " + genesis.digest()
                    + ")\n");
        }
        return text.toString();
    }

    private static void describe(StringBuilder text, Step step) {
        ViewRecord record = step.record();
        text.append("view " + record.id() + ", signed by " + step.valid() + " seats of " + step.needed() + " needed\n");
        line(text, "reason", printable(record.reason()));
        line(text, "first slot", Long.toString(record.firstSlot()));
        line(text, "active", names(record.view().members()));
        line(text, "inactive", names(record.view().inactive()));
        line(
                text,
                "vacant",
                String.join(
                        ", ",
                        vacant(record).stream().map(seat -> "seat " + seat).toList()));
        line(
                text,
                "standbys",
                String.join(
                        ", ",
                        record.standbys().stream().map(ChainReport::describe).toList()));
        for (Exclusion each : record.exclusions()) {
            line(text, "excluded", each.member() + " in slot " + each.slot() + ": " + printable(each.cause()));
        }
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) text.append(String.format(Locale.ROOT, "  %-10s %s%n", name, value));
    }

    private static String describe(Standby standby) {
        return standby.origin().principal().name() + (standby.ready() ? " (ready)" : " (not ready)");
    }

    private static String names(List<MemberId> members) {
        return String.join(", ", texts(members));
    }

    private static List<String> texts(List<MemberId> members) {
        return members.stream().map(MemberId::name).toList();
    }

    private static List<Integer> vacant(ViewRecord record) {
        List<Integer> vacant = new ArrayList<>();
        for (int seat = 0; seat < record.seats().size(); seat++) {
            if (record.seats().get(seat).isEmpty()) vacant.add(seat);
        }
        return vacant;
    }

    /** A reason may quote what an attacker chose: it must not steer a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{C}", "?");
    }

    /** The same for scripts: an object a view, then one for the whole. */
    String json() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) if (step.holds()) text.append(Json.line(toMap(step)));
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("file", file.toString());
        whole.put("group", genesis.group());
        whole.put("genesis", genesis.digest().toHex());
        whole.put("valid", holds());
        whole.put("provesThePresentView", false);
        if (holds()) {
            whole.put("view", last().record().id());
            whole.put("record", last().record().digest().toHex());
            whole.put("life", last().record().life().life().toHex());
        } else {
            whole.put("failedView", steps.size());
            whole.put("error", last().flaw().orElseThrow());
            whole.put("validSignatures", last().valid());
            whole.put("neededSignatures", last().needed());
        }
        return text + Json.line(whole);
    }

    private static Map<String, Object> toMap(Step step) {
        ViewRecord record = step.record();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("view", record.id());
        map.put("validSignatures", step.valid());
        map.put("neededSignatures", step.needed());
        map.put("reason", record.reason());
        map.put("firstSlot", record.firstSlot());
        map.put("active", texts(record.view().members()));
        map.put("inactive", texts(record.view().inactive()));
        map.put("vacantSeats", vacant(record));
        map.put("standbys", record.standbys().stream().map(ChainReport::toMap).toList());
        map.put(
                "exclusions",
                record.exclusions().stream().map(ChainReport::toMap).toList());
        return map;
    }

    private static Map<String, Object> toMap(Standby standby) {
        return Map.of("id", standby.origin().principal().name(), "ready", standby.ready());
    }

    private static Map<String, Object> toMap(Exclusion exclusion) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", exclusion.member().name());
        map.put("slot", exclusion.slot());
        map.put("cause", exclusion.cause());
        return map;
    }
}

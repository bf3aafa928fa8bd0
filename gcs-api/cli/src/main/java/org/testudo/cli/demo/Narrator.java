package org.testudo.cli.demo;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Turns what the members' processes tell into a story: each fact once, when the first member tells it. */
public final class Narrator {
    private final Timeline timeline;
    private final Set<String> told = new HashSet<>();

    public Narrator(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Something happened in the process of a member. */
    public synchronized void tell(String member, MemberEvent event) {
        switch (event.type()) {
            case "view" ->
                once(
                        member,
                        event,
                        "view " + event.number("id") + ": " + event.fields().get("members") + " because "
                                + event.text("reason"),
                        event.number("id"));
            case "leader" -> {
                if (event.number("epoch") > 0) {
                    once(
                            member,
                            event,
                            "epoch " + event.number("epoch") + " of view " + event.number("view") + ": "
                                    + event.text("leader") + " leads",
                            event.text("view") + "/" + event.text("epoch"));
                }
            }
            case "judged" ->
                once(
                        member,
                        event,
                        "accusation against " + event.text("target") + ": " + event.text("verdict"),
                        event.text("slot") + event.text("target") + event.text("verdict"));
            case "suspected" ->
                always(member, event, member + " suspects " + event.text("member") + ": " + event.text("reason"));
            case "restored" -> always(member, event, member + " no longer suspects " + event.text("member"));
            case "ready" ->
                once(
                        member,
                        event,
                        event.text("member") + " is ready to take a seat: it has everything up to slot "
                                + event.number("slot"),
                        event.text("member") + "/" + event.number("slot"));
            case "suspended" -> always(member, event, member + " refuses service: it " + event.text("text"));
            case "resumed" -> always(member, event, member + " is in service again");
            case "refused", "halted" -> always(member, event, member + ": " + event.text("text"));
            default -> {}
        }
    }

    private void once(String member, MemberEvent event, String text, Object key) {
        if (told.add(event.type() + key)) always(member, event, text);
    }

    private void always(String member, MemberEvent event, String text) {
        Map<String, Object> fields = new java.util.LinkedHashMap<>(event.fields());
        fields.remove("nanos");
        fields.remove("type");
        fields.put("toldBy", member);
        timeline.tell(event.nanos(), event.type(), text, fields);
    }
}

package org.testudo.benchmarks.attacks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What one member says of itself at one moment. */
record Seen(JsonNode told) {
    List<String> view() {
        return texts("view");
    }

    String viewId() {
        return told.path("viewId").asText();
    }

    /** Each as source and text. */
    List<String> delivered() {
        return texts("delivered");
    }

    boolean delivered(String what) {
        return delivered().contains(what);
    }

    /** Who orders; empty on a stock stack. */
    String leader() {
        return told.path("leader").asText();
    }

    /** Why it refused a connection from this address last, where it says so. */
    String lastRefusal(String source) {
        return told.path("lastRefusal").path(source).asText();
    }

    /** What was refused at its transport or host of one source: a member, or the address of a stranger. */
    long refused(String source) {
        return told.path("refused").path(source).asLong();
    }

    /** What came to its layers, of kinds that honest members do not send, or hardly; names its sender, as far as that is known. */
    long arrived(String prefix) {
        return sum("arrived", prefix);
    }

    boolean excludes(String member) {
        return told.path("excluded").asText().contains(member);
    }

    private List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        told.path(field).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private long sum(String field, String prefix) {
        Iterable<String> names = () -> told.path(field).fieldNames();
        return StreamSupport.stream(names.spliterator(), false)
                .filter(each -> each.startsWith(prefix))
                .mapToLong(each -> told.path(field).path(each).asLong())
                .sum();
    }
}

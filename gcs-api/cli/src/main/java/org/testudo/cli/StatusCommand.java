package org.testudo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testudo.api.MemberId;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.gacp.client.GroupClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how each member sees itself and the group. */
@Command(
        name = "status",
        description = {
            "Print how each member and standby sees itself and the group: its own word, no proof.",
            "Exit status 1 if a member gives none, or a standby that holds a seat by the word of another."
        })
final class StatusCommand extends ClientCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Print one JSON object a member.")
    private boolean json;

    /** Who holds a seat, by what any member says. */
    private final Set<String> seated = new TreeSet<>();

    @Override
    int run(GroupClient group, GroupConfig config) throws InterruptedException {
        Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
        for (MemberConfig member : config.roster()) {
            if (member.clientAddress().isEmpty()) continue;
            asked.put(member.id(), group.status(new MemberId(member.id()), timeout()));
        }
        List<String> silent = new ArrayList<>();
        for (var each : asked.entrySet()) if (!show(each.getKey(), each.getValue())) silent.add(each.getKey());
        Set<String> needed = new TreeSet<>(seated);
        config.members().forEach(member -> needed.add(member.id()));
        return silent.stream().anyMatch(needed::contains) ? 1 : 0;
    }

    private boolean show(String member, CompletableFuture<String> answer) throws InterruptedException {
        try {
            String text = answer.get(timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
            JsonNode status = JSON.readTree(text);
            for (String part : List.of("members", "inactive"))
                status.path("view").path(part).forEach(each -> seated.add(each.asText()));
            System.out.println(json ? text : line(member, status));
            return true;
        } catch (ExecutionException e) {
            fail(member, e.getCause().getMessage());
        } catch (TimeoutException e) {
            fail(member, "no answer in time");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            fail(member, "its answer is no JSON: " + e.getOriginalMessage());
        }
        return false;
    }

    private void fail(String member, String why) {
        if (!json) {
            System.out.println(member + ": " + why);
            return;
        }
        ObjectNode node = JSON.createObjectNode();
        System.out.println(node.put("self", member).put("error", why));
    }

    private static String line(String member, JsonNode status) {
        JsonNode view = status.path("view");
        StringBuilder text =
                new StringBuilder(member + ": " + status.path("state").asText("?"));
        JsonNode tolerance = status.path("tolerance");
        text.append(", ").append(tolerance.path("summary").asText("?"));
        text.append(", view ")
                .append(view.path("id").asText("none"))
                .append(" of n=")
                .append(view.path("seats").asText("?"))
                .append(" f=")
                .append(view.path("maxFaulty").asText("?"))
                .append(' ')
                .append(view.path("members"));
        if (view.path("excluded").size() > 0) text.append(" without ").append(view.path("excluded"));
        text.append(", leader ").append(status.path("leader").asText("?"));
        text.append(" of epoch ").append(status.path("epoch").asText("?"));
        text.append(", slot ").append(status.path("slot").asText("?"));
        text.append(", executed ").append(status.path("executed").asText("?"));
        if (status.path("suspected").size() > 0) text.append(", suspects ").append(status.path("suspected"));
        JsonNode waiting = tolerance.path("waiting");
        if (waiting.size() > 0) text.append(", at the floor ").append(waiting);
        return text.toString();
    }
}

package org.testudo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
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
            "Print how each member sees itself and the group: its own word, no proof.",
            "Exit status 1 if a member gives none."
        })
final class StatusCommand extends ClientCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Print one JSON object a member.")
    private boolean json;

    @Override
    int run(GroupClient group, GroupConfig config) throws InterruptedException {
        Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
        for (MemberConfig member : config.members()) {
            if (member.clientAddress().isEmpty()) continue;
            asked.put(member.id(), group.status(new MemberId(member.id()), timeout()));
        }
        boolean all = true;
        for (var each : asked.entrySet()) all &= show(each.getKey(), each.getValue());
        return all ? 0 : 1;
    }

    private boolean show(String member, CompletableFuture<String> answer) throws InterruptedException {
        try {
            String text = answer.get(timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
            System.out.println(json ? text : line(member, JSON.readTree(text)));
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

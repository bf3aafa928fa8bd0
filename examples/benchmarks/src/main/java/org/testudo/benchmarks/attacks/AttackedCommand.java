package org.testudo.benchmarks.attacks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.benchmarks.MemberProcess;
import org.testudo.benchmarks.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One member in a process of its own: obeys lines on standard input, one of which turns it into an attacker. */
@Command(name = "member", hidden = true, description = "One member of a group that is attacked; started by attack.")
final class AttackedCommand implements Callable<Integer> {
    @Option(names = "--stack", required = true)
    private String stack = "";

    @Option(names = "--stage", required = true)
    private Path stage = Path.of("");

    @Option(names = "--self", required = true)
    private String self = "";

    @Override
    public Integer call() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MemberProcess.endWithParent();
        Stack chosen = Stack.named(stack);
        String xml = chosen.xml(Stage.at(stage), self);
        MemberProcess.tell("ready", Map.of());
        try (AttackedMember member = AttackedMember.start(chosen, self, xml)) {
            for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
                answer(line.split(" ", 2), member);
            }
        }
        return 0;
    }

    private static void answer(String[] line, AttackedMember member) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            switch (line[0]) {
                case "look" -> answer.putAll(member.look());
                case "say" -> member.say(line[1]);
                case "leave" -> member.leave();
                case "attack" -> member.attack(InsiderAttack.named(line[1]));
                default -> throw new IllegalArgumentException("not understood: " + line[0]);
            }
        } catch (Exception e) {
            answer.put("failure", e.toString());
        }
        MemberProcess.tell(line[0], answer);
    }
}

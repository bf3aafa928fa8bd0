package org.testudo.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * A command and what it is expected to answer.
 *
 * @param prose comments and blank lines before it
 * @param line of the command in its file, from 1
 */
record ScriptBlock(List<String> prose, int line, String command, List<String> expected) {
    private static final String LINE = "----";

    /** The blocks of a file; prose after the last one makes one without a command. */
    static List<ScriptBlock> parse(String file, List<String> lines) {
        List<ScriptBlock> blocks = new ArrayList<>();
        List<String> prose = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                prose.add(line);
                continue;
            }
            if (i + 1 == lines.size() || !lines.get(i + 1).equals(LINE)) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": '" + line + "' is not followed by a line "
                        + LINE + "; write one below each command, and a blank line below what it answers");
            }
            int end = i + 2;
            while (end < lines.size() && !lines.get(end).isBlank()) end++;
            blocks.add(new ScriptBlock(List.copyOf(prose), i + 1, line.strip(), lines.subList(i + 2, end)));
            prose.clear();
            i = end - 1;
        }
        blocks.add(new ScriptBlock(prose, lines.size(), "", List.of()));
        return blocks;
    }

    /** As it stands in a file, with this answer. */
    List<String> lines(List<String> answer) {
        List<String> lines = new ArrayList<>(prose);
        if (command.isEmpty()) return lines;
        lines.add(command);
        lines.add(LINE);
        lines.addAll(answer);
        return lines;
    }
}

package org.testudo.attackdetector.core;

import java.nio.charset.StandardCharsets;

/** Text of attackers made fit for logs and terminals. */
public final class PlainText {
    private PlainText() {}

    /** At most so many bytes of UTF-8, without cutting a character; what is not printable becomes {@code ?}. */
    public static String of(String text, int mostBytes) {
        StringBuilder plain = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            String each = printable(point) ? Character.toString(point) : "?";
            bytes += each.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > mostBytes) break;
            plain.append(each);
        }
        return plain.toString();
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> point != '"' && point != '\\';
        };
    }
}

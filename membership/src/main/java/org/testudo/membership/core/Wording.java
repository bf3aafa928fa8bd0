package org.testudo.membership.core;

import java.nio.charset.StandardCharsets;

/**
 * Texts of the view record: parts of them come from sensors and members, so they are made harmless for terminals and logs.
 * The ranges stand here and are not asked of the platform, whose tables change with its version: the record would fork.
 */
final class Wording {
    private static final int[][] HARMFUL = {
        {0, 0x1f}, // controls
        {'"', '"'}, // notices put texts in quotes
        {0x7f, 0x9f},
        {0x200b, 0x200f}, // invisible, and directions of writing
        {0x2028, 0x202e},
        {0x2060, 0x206f},
        {0xd800, 0xf8ff}, // halves of pairs, private use
        {0xfeff, 0xfeff},
        {0xfff0, 0xffff},
        {0xe0000, 0x10ffff}
    };

    private Wording() {}

    /** The text with a question mark for each harmful character, cut to this many bytes of UTF-8. */
    static String plain(String text, int mostBytes) {
        StringBuilder plain = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int raw = text.codePointAt(at);
            at += Character.charCount(raw);
            String next = harmful(raw) ? "?" : Character.toString(raw);
            bytes += next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > mostBytes) break;
            plain.append(next);
        }
        return plain.toString();
    }

    private static boolean harmful(int codePoint) {
        for (int[] range : HARMFUL) if (codePoint >= range[0] && codePoint <= range[1]) return true;
        return false;
    }
}

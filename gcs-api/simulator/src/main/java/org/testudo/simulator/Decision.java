package org.testudo.simulator;

import java.util.Locale;

/**
 * One thing that a seed or a test decided in a run: which kind, about what, and the how-manieth of these, from 0. It means
 * the same in a run that goes otherwise because other decisions were left out.
 *
 * @param source a member, a link, or what drew it; without white space
 */
record Decision(Kind kind, String source, int ordinal) {
    /** What may be decided; without it packets arrive once and as early as they can, and members run undisturbed. */
    enum Kind {
        LOSS,
        GAP,
        DUPLICATE,
        DELAY,
        SLOW,
        CUT,
        NAP,
        CRASH,
        PARTITION,
        SUBMIT,
        ANNOUNCE
    }

    /** @throws IllegalArgumentException if it is no decision */
    static Decision parse(String text) {
        String[] words = text.strip().split("\\s+");
        try {
            if (words.length == 3) {
                return new Decision(
                        Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), words[1], Integer.parseUnsignedInt(words[2]));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(fault(text), e);
        }
        throw new IllegalArgumentException(fault(text));
    }

    private static String fault(String text) {
        return "'" + text + "' is no decision; write one as 'loss m0->m1 3'";
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + source + " " + ordinal;
    }
}

package org.testudo.api;

import java.util.List;
import java.util.Optional;

/**
 * A view, and how it came about (GM-9).
 *
 * @param view in force from here on
 * @param before the view that it follows; empty if this member knows none, as at its start
 * @param changes what is different, in the order of seats; empty if {@code before} is, or nothing changed that an application
 *     needs to know
 */
public record ViewChange(View view, Optional<View> before, List<Change> changes) {
    public ViewChange {
        changes = List.copyOf(changes);
    }

    /** What has become of a member. */
    public enum Kind {
        /** Holds a seat, and held none before. */
        JOINED,
        /** Holds its seat by a later start, which remembers nothing of the one before. */
        RESTARTED,
        /** Has given up its seat. */
        LEFT,
        /** Is out: its key for good, its name until operators pardon it (GM-6). */
        EXCLUDED,
        /** Is excluded no longer, and may join under the new key that operators have named. */
        PARDONED,
        /** Holds its seat still, but neither leads nor is among {@link View#members} (GM-17). */
        DEACTIVATED,
        /** Is among {@link View#members} again. */
        REACTIVATED,
        /** Waits for a seat. */
        ADMITTED
    }

    /**
     * What has become of one member, and why.
     *
     * @param why for people; the same at all members
     * @param evidence what convicts an excluded member, each piece as {@code testudo evidence verify} reads it from a file: anybody
     *     can judge it by the group's genesis and views. Empty if it was excluded for another reason, or before this start of this
     *     member, which has the words of the others alone; at most {@link #MOST_EVIDENCE} pieces
     */
    public record Change(Kind kind, MemberId member, String why, List<byte[]> evidence) {
        /** The most pieces of evidence of one member. */
        public static final int MOST_EVIDENCE = 4;

        public Change {
            evidence = List.copyOf(evidence);
        }

        @Override
        public String toString() {
            String proof = evidence.isEmpty() ? "" : " (" + evidence.size() + " pieces of evidence)";
            return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + member + proof + ": " + why;
        }
    }
}

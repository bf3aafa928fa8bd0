package org.testudo.config;

/**
 * What a member keeps on disk of the ordering (AB-9). With a journal a group that lost power everywhere goes on with nothing
 * acknowledged lost, and a member that starts again is the same incarnation. The members of a group may differ in it.
 */
public enum JournalKind {
    /** Memory is all there is: a member that starts again joins as a new incarnation. */
    NONE,
    /** In segment files. */
    FILE
}

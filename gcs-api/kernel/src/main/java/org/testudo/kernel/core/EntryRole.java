package org.testudo.kernel.core;

/** What an entry of a journal means for the earlier entries of its core. */
public enum EntryRole {
    /** It adds to them. */
    ADDS,
    /** It begins a base: once a later entry completes that, those before this one are needed no more. */
    BEGINS,
    /** What came since the last entry that began a base stands for all before that. */
    COMPLETES,
    /** It alone stands for all before it. */
    REPLACES
}

package org.testudo.kernel.statement;

/**
 * What a message votes for. Equal votes of distinct members count together; a member has one in each ballot.
 *
 * @param ballot in which it is cast
 * @param value for which it is cast
 */
public record Vote(Ballot ballot, Digest value) {
    /**
     * One question on which members vote.
     *
     * @param type of the statement that a vote makes
     */
    public record Ballot(int type, long view, long epoch, long slot) {}

    /** A vote for a value in the ballot of this type, view, epoch and slot. */
    public static Vote of(int type, StatementHeader.ViewBound header, Digest value) {
        return new Vote(new Ballot(type, header.view(), header.epoch(), header.slot()), value);
    }
}

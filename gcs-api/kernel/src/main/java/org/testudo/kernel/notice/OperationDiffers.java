package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * This member's state differs from the group's for the second time, and this is the first operation whose result here is not
 * the one that the others have (AB-7): the cause lies in it, or in one before that changed the state without showing it.
 *
 * @param origin who asked for it
 * @param number among the requests of its origin
 * @param slot in which it was ordered
 * @param place among the operations of that slot, from 1
 */
public record OperationDiffers(String origin, long number, long slot, int place) implements Notice {
    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "operation-differs=" + origin + " number=" + number + " slot=" + slot + " place=" + place;
    }
}

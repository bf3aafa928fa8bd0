package org.testudo.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Departed;
import org.testudo.kernel.notice.DepartureDelayed;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;

/** How this member leaves the group in good order (GM-18): it asks the membership, and waits for its word. For several threads. */
final class Leaving {
    /** How waiting ended. */
    enum End {
        /** The group has agreed, and needs nothing more of this member. */
        DEPARTED,
        /** The group would be left with too few. */
        DELAYED,
        /** This member is not in service, so nobody can agree. */
        ALONE,
        /** Nobody has said anything in time. */
        LATE
    }

    private final MemberId self;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean departed;
    private boolean alone;
    private Optional<String> delay = Optional.empty();

    Leaving(MemberId self) {
        this.self = self;
    }

    void announced(Notice notice) {
        lock.lock();
        try {
            if (notice instanceof Departed) departed = true;
            else if (notice instanceof DepartureDelayed it && it.member().equals(self)) delay = Optional.of(it.why());
            else if (notice instanceof ServiceResumed) alone = false;
            else if (notice instanceof ServiceSuspended || notice instanceof Refused || notice instanceof Halted)
                alone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why it may not go yet, for people; empty if nobody has said so. */
    Optional<String> delay() {
        lock.lock();
        try {
            return delay;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks to leave and waits.
     *
     * @param forGood the seat falls vacant; then a delay is waited out, too
     * @param announce hands the wish to the cores; false if the member is not running
     */
    End leave(boolean forGood, Duration patience, Predicate<Notice> announce) {
        lock.lock();
        try {
            if (departed) return End.DEPARTED;
            if (alone || !announce.test(new DepartureWanted(forGood))) return End.ALONE;
            long left = patience.toNanos();
            while (!departed && !alone && left > 0 && (forGood || delay.isEmpty())) left = changed.awaitNanos(left);
            if (departed) return End.DEPARTED;
            if (alone) return End.ALONE;
            return delay.isPresent() ? End.DELAYED : End.LATE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.LATE;
        } finally {
            lock.unlock();
        }
    }
}

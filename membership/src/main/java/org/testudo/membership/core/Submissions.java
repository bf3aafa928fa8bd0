package org.testudo.membership.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;

/**
 * What others have this member submit, accusations, CRLs and what operators tell, as far as it is not yet seen delivered, so that
 * nothing is submitted twice at a time. After a while it is forgotten, for the ordering may have refused it, and at the bound the
 * oldest: at worst it is submitted again, and has no further effect.
 */
final class Submissions {
    static final int MOST = 256;

    /** By when they were submitted. */
    private final Map<Digest, Duration> pending = new LinkedHashMap<>();

    /** Whether this may bring something to submit. */
    static boolean brings(Notice notice) {
        return notice instanceof Accused || notice instanceof RevocationBrought || notice instanceof InstructionBrought;
    }

    /** What is to be submitted now, if anything. What could have no effect any more, by its number, is not. */
    Optional<Payload> wanted(Notice notice, MembershipState state, Duration now) {
        if (notice instanceof Accused it) return accusation(it, state, now);
        if (notice instanceof RevocationBrought it)
            return command(it.command(), state.awaits(it.command().list()), now);
        if (notice instanceof InstructionBrought it)
            return command(it.command(), state.awaits(it.command().instruction()), now);
        return Optional.empty();
    }

    private Optional<Payload> command(Command command, boolean awaited, Duration now) {
        Payload.Own own = new Payload.Own(RequestClass.CONTROL, command.encode());
        return awaited && begin(own, now) ? Optional.of(own) : Optional.empty();
    }

    /**
     * A sensor's report is ordered whatever it says, since its numbers must have no gaps; and each time that it comes, since a
     * full pool may have refused it before.
     */
    private Optional<Payload> accusation(Accused accused, MembershipState state, Duration now) {
        boolean sits = state.record().occupant(accused.member()).isPresent();
        boolean wanted = !(accused.payload() instanceof Payload.Own own) || (sits && begin(own, now));
        return wanted ? Optional.of(accused.payload()) : Optional.empty();
    }

    /** Whether this is not under way already; it is from here on. */
    private boolean begin(Payload.Own payload, Duration now) {
        pending.values().removeIf(since -> now.minus(since).compareTo(Asked.LOST) >= 0);
        if (pending.putIfAbsent(Digest.of(payload.body()), now) != null) return false;
        if (pending.size() > MOST) pending.remove(pending.keySet().iterator().next());
        return true;
    }

    /** A request of this member was delivered. */
    void delivered(Request own) {
        pending.remove(Digest.of(own.body()));
    }
}

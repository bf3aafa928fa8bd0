package org.testudo.sicp;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.Standing;
import org.testudo.sicp.transport.Links;

/**
 * Puts what the group has decided into force on one start's connections, at once, and keeps its credentials up. Never blocks its
 * callers. Safe for use by several threads.
 */
final class Enforcement {
    private static final long EVERY_SECONDS = 2;

    private final MemberIdentity identity;
    private final Links links;
    private final Upkeep upkeep;
    private final ScheduledThreadPoolExecutor thread;

    Enforcement(MemberIdentity identity, Links links, Consumer<Notice> announce) {
        this.identity = identity;
        this.links = links;
        upkeep = new Upkeep(identity.credentials(), identity.files(), Clock.systemUTC(), this::peersExpire, announce);
        thread = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread daemon = new Thread(task, "testudo-sicp-upkeep " + identity.self());
                    daemon.setDaemon(true);
                    return daemon;
                },
                new ThreadPoolExecutor.DiscardPolicy()); // of what comes after the stop
    }

    void start() {
        thread.scheduleWithFixedDelay(upkeep::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        thread.shutdownNow();
    }

    /** Who is excluded is cut off (SICP-7). While the group forms nobody has been given a seat. */
    void installed(ViewRecord view) {
        standing().seated(view.life().forming() ? Set.of() : members(view.occupants(), Occupant::member));
        links.exclude(members(view.exclusions(), Exclusion::member));
        thread.execute(links::recheck); // it validates a certificate for each peer
    }

    /** Whose certificate is revoked is cut off (SICP-11). */
    void revoked(RevocationList list) {
        standing().revoked(list);
        thread.execute(links::recheck);
    }

    /** A certificate of theirs that was issued before is cut off (GM-6). */
    void pardoned(List<Pardoned> pardoned) {
        Map<MemberId, Instant> issued = new LinkedHashMap<>();
        pardoned.forEach(each -> issued.put(each.member(), each.issued()));
        links.pardoned(standing().pardoned(issued));
        thread.execute(links::recheck);
    }

    private Standing standing() {
        return identity.credentials().standing();
    }

    private static <T> Set<MemberId> members(Collection<T> of, Function<T, MemberId> member) {
        return of.stream().map(member).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Map<MemberId, Instant> peersExpire() {
        Map<MemberId, Instant> expire = new TreeMap<>();
        for (Links.PeerStatus each : links.status()) each.expires().ifPresent(at -> expire.put(each.peer(), at));
        return expire;
    }

    /** Days that are left to the certificate of each member, this one and those connected. */
    Map<String, Long> daysLeft() {
        Map<String, Long> left = new LinkedHashMap<>();
        Instant now = Instant.now();
        upkeep.expirations().forEach((member, at) -> left.put(member.name(), Expiry.daysLeft(at, now)));
        return left;
    }

    /** What the status of the member says of certificates. */
    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("crl", standing().revocations().number());
        status.put("revoked", standing().revocations().entries().size());
        status.put("daysLeft", daysLeft());
        return status;
    }
}

package org.testudo.sicp.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.IssuedForTest;
import org.testudo.sicp.credentials.KeyAlgorithm;
import org.testudo.stack.FreePorts;

/** Members of one group that are nothing but their links. */
final class Crew implements AutoCloseable {
    static final short PROTOCOL = 1103;
    static final Authority AUTHORITY = Authority.create("payments");
    static final Timing QUICK = new Timing(
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            Duration.ofMillis(20),
            Duration.ofMillis(200));

    private final Map<MemberId, Peer> places = new LinkedHashMap<>();
    private final Map<MemberId, Credentials> credentials = new LinkedHashMap<>();
    /** How members that are started from now on find hosts. */
    Resolver resolver = Resolver.PLATFORM;

    private final List<Member> running = new ArrayList<>();

    /** One message that arrived. */
    record Got(MemberId from, String text) {}

    /** A running member. */
    static final class Member implements Links.Receiver {
        final Queue<Got> got = new ConcurrentLinkedQueue<>();
        final Queue<MemberId> violators = new ConcurrentLinkedQueue<>();
        volatile Set<MemberId> superseding = Set.of();
        Links links;

        @Override
        public void received(MemberId peer, List<Packet> packets) {
            for (Packet each : packets) got.add(new Got(peer, new String(each.bytes(), StandardCharsets.UTF_8)));
        }

        @Override
        public void violated(MemberId peer, long times) {
            violators.add(peer);
        }

        @Override
        public void superseded(Set<MemberId> by) {
            superseding = by;
        }

        void send(String to, String text) {
            links.send(new MemberId(to), packet(text));
        }

        Links.PeerStatus status(String peer) {
            return links.status().stream()
                    .filter(it -> it.peer().name().equals(peer))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> textsFrom(String peer) {
            return got.stream()
                    .filter(it -> it.from().name().equals(peer))
                    .map(Got::text)
                    .toList();
        }

        boolean refused(String... parts) {
            return links.refusals().stream()
                    .anyMatch(it -> List.of(parts).stream().allMatch(it::contains));
        }
    }

    Crew(String... names) throws IOException {
        for (String name : names) {
            MemberId id = new MemberId(name);
            places.put(id, new Peer(id, "127.0.0.1", FreePorts.find()));
            credentials.put(id, AUTHORITY.issue(Principal.of(id)));
        }
    }

    /** Gives a member a certificate with another kind of key. */
    void rekey(String name, KeyAlgorithm algorithm) {
        Principal member = Principal.of(new MemberId(name));
        credentials.put(member.member(), AUTHORITY.issue(member, algorithm, Authority.ISSUED_VALIDITY));
    }

    /** Gives a member a certificate that expired yesterday. */
    void expire(String name) {
        MemberId id = new MemberId(name);
        credentials.put(id, IssuedForTest.validBetween(AUTHORITY, Principal.of(id), -3, -1));
    }

    /** Gives a member other keys, with a certificate that was issued so many days ago. */
    Credentials issue(String name, int daysAgo) {
        MemberId id = new MemberId(name);
        credentials.put(id, IssuedForTest.validBetween(AUTHORITY, Principal.of(id), -daysAgo, 10));
        return credentials.get(id);
    }

    /** Tells a member that operators have pardoned another one under these credentials. */
    void pardon(Member at, Credentials own, Credentials anew) {
        Map<MemberId, Instant> issued = Map.of(
                anew.principal().member(), anew.certificate().getNotBefore().toInstant());
        at.links.pardoned(own.standing().pardoned(issued));
        at.links.recheck();
    }

    /** A renewed certificate of a member. */
    Credentials expiringLater(Credentials of) {
        return IssuedForTest.renewed(AUTHORITY, of, Authority.ISSUED_VALIDITY.multipliedBy(2));
    }

    /** Tells one member that the certificate of another is revoked, alone or with its statement key. */
    void revoke(String at, String whose, boolean withKey) {
        Credentials of = credentials(whose);
        Bearer bearer = new Bearer(of.principal(), of.statementKey());
        Revocation entry =
                new Revocation(of.certificate().getSerialNumber(), withKey ? Optional.of(bearer) : Optional.empty());
        credentials(at).standing().revoked(new RevocationList(1, List.of(entry)));
    }

    /** Gives a member a certificate of an intermediate authority. */
    void reissue(String name) {
        Principal member = Principal.of(new MemberId(name));
        credentials.put(member.member(), AUTHORITY.intermediate("office").issue(member));
    }

    static Packet packet(String text) {
        return Packet.of(PROTOCOL, text.getBytes(StandardCharsets.UTF_8));
    }

    Peer place(String name) {
        return places.get(new MemberId(name));
    }

    Credentials credentials(String name) {
        return credentials.get(new MemberId(name));
    }

    Genesis genesis() {
        return genesis(new byte[0]);
    }

    Genesis genesis(byte[] policy) {
        List<Genesis.Founder> founders = credentials.entrySet().stream()
                .map(it -> new Genesis.Founder(
                        it.getKey(), Digest.ZERO, it.getValue().statementKey(), List.of()))
                .toList();
        Quorum quorum = Quorum.of(founders.size(), FaultModel.BYZANTINE);
        return new Genesis(
                "payments", AUTHORITY.certificate().digest(), quorum, founders, List.of(), List.of(), policy);
    }

    /** Of this start of whoever says it. */
    Greeting greeting(long incarnation) {
        return Greeting.of(genesis(), incarnation);
    }

    Greeting greeting() {
        return greeting(1);
    }

    /** Starts a member that gives nobody time. */
    Member startHasty(String name) {
        Timing hasty = new Timing(
                Duration.ofMillis(500), QUICK.keepalive(), QUICK.silence(), QUICK.firstPause(), QUICK.longestPause());
        Member member = prepare(credentials(name), greeting(), List.copyOf(places.values()), hasty);
        member.links.start();
        return member;
    }

    /** Binds the port of a member whose place and credentials need not be those of the crew. */
    Member prepare(Credentials own, Greeting greeting, List<Peer> members) {
        return prepare(own, greeting, members, QUICK);
    }

    private Member prepare(Credentials own, Greeting greeting, List<Peer> members, Timing timing) {
        Member member = new Member();
        member.links = new Links(own, greeting, members, Set.of(PROTOCOL), member, timing, resolver);
        running.add(member);
        return member;
    }

    Member prepare(String name, Greeting greeting) {
        return prepare(credentials(name), greeting, List.copyOf(places.values()));
    }

    Member start(Credentials own, Greeting greeting) {
        Member member = prepare(own, greeting, List.copyOf(places.values()));
        member.links.start();
        return member;
    }

    Member start(String name, Greeting greeting) {
        Member member = prepare(name, greeting);
        member.links.start();
        return member;
    }

    Member start(String name) {
        return start(name, greeting());
    }

    List<Member> startAll() {
        List<Member> members = new ArrayList<>();
        for (MemberId each : places.keySet()) members.add(start(each.name()));
        return members;
    }

    static boolean allConnected(List<Member> members) {
        return members.stream().allMatch(it -> it.links.status().stream().allMatch(Links.PeerStatus::connected));
    }

    @Override
    public void close() {
        running.forEach(it -> it.links.stop());
    }
}

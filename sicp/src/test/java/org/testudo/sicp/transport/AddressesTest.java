package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;

/** SICP-3, SICP-5: where a member is dialled: by name, at one of several addresses, at a literal of IPv6. */
@Timeout(60)
class AddressesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private Crew crew;

    @AfterEach
    void stop() {
        if (crew != null) crew.close();
    }

    /** Nobody listens at the first: 127.0.0.2 and so on are this host too. */
    @Test
    void allAddressesOfANameAreTried() throws IOException {
        names.put("alice.example", List.of("127.0.0.2", "127.0.0.3", "127.0.0.1"));
        List<Crew.Member> members = dialling("alice.example");

        await().atMost(SOON).until(() -> Crew.allConnected(members));
    }

    @Test
    void nameIsLookedUpAgainEachTime() throws IOException {
        names.put("alice.example", List.of("127.0.0.2"));
        List<Crew.Member> members = dialling("alice.example");
        await().atMost(SOON)
                .until(() -> members.get(1).links.refused() == 0
                        && !members.get(1).status("alice").connected());

        names.put("alice.example", List.of("127.0.0.1"));

        await().atMost(SOON).until(() -> Crew.allConnected(members));
    }

    @Test
    void nameThatIsNotKnownIsToldAndTriedAgain() throws IOException {
        List<Crew.Member> members = dialling("alice.example");
        await().atMost(SOON).until(() -> members.get(1).refused("its host alice.example is unknown"));

        names.put("alice.example", List.of("127.0.0.1"));

        await().atMost(SOON).until(() -> Crew.allConnected(members));
    }

    /** Who is dialled is decided by the certificate, whatever the name leads to. */
    @Test
    void nameThatLeadsToAnotherMemberConnectsNobody() throws IOException {
        crew = new Crew("alice", "bob", "zoe");
        crew.start("bob");
        names.put("alice.example", List.of("127.0.0.1"));
        crew.resolver = this::addresses;
        Peer wrong = new Peer(
                new MemberId("alice"), "alice.example", crew.place("bob").port());
        Crew.Member zoe = crew.prepare(crew.credentials("zoe"), crew.greeting(), List.of(wrong, crew.place("zoe")));
        zoe.links.start();

        await().atMost(SOON).until(() -> zoe.refused("dialled alice", "certificate there is of 'bob'"));
        assertThat(zoe.status("alice").connected()).isFalse();
    }

    @Test
    void literalOfIpv6() throws IOException {
        assumeThat(hasIpv6()).as("this host has ::1").isTrue();
        crew = new Crew("alice", "zoe");
        Peer alice = new Peer(new MemberId("alice"), "::1", crew.place("alice").port());
        List<Peer> places = List.of(
                alice, new Peer(new MemberId("zoe"), "::1", crew.place("zoe").port()));
        List<Crew.Member> members = List.of(start("alice", places), start("zoe", places));

        await().atMost(SOON).until(() -> Crew.allConnected(members));
        members.get(1).send("alice", "over IPv6");
        await().atMost(SOON).until(() -> members.get(0).textsFrom("zoe").contains("over IPv6"));
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
    }

    /** SICP-6: connections from any address that a member's name has keep places of their own. */
    @Test
    void everyAddressOfANameIsThatOfAMember() throws Exception {
        names.put("bob.example", List.of("192.0.2.1", "2001:db8::1"));
        Peer bob = new Peer(new MemberId("bob"), "bob.example", 7800);
        ConfiguredAddresses configured = new ConfiguredAddresses(List.of(bob), this::addresses);

        configured.lookUp();

        assertThat(configured.contains(InetAddress.getByName("192.0.2.1"))).isTrue();
        assertThat(configured.contains(InetAddress.getByName("2001:db8::1"))).isTrue();
        assertThat(configured.contains(InetAddress.getByName("192.0.2.2"))).isFalse();
    }

    /** Alice, and zoe who alone can dial and does by this name. */
    private List<Crew.Member> dialling(String name) throws IOException {
        crew = new Crew("alice", "zoe");
        Peer nowhere = new Peer(new MemberId("zoe"), "127.0.0.1", 1);
        Crew.Member alice = start("alice", List.of(crew.place("alice"), nowhere));
        crew.resolver = this::addresses;
        Peer named = new Peer(new MemberId("alice"), name, crew.place("alice").port());
        return List.of(alice, start("zoe", List.of(named, crew.place("zoe"))));
    }

    private Crew.Member start(String name, List<Peer> places) {
        Crew.Member member = crew.prepare(crew.credentials(name), crew.greeting(), places);
        member.links.start();
        return member;
    }

    private InetAddress[] addresses(String host) throws UnknownHostException {
        List<String> found = names.get(host);
        if (found == null) throw new UnknownHostException(host);
        InetAddress[] addresses = new InetAddress[found.size()];
        for (int i = 0; i < addresses.length; i++) addresses[i] = InetAddress.getByName(found.get(i));
        return addresses;
    }
}

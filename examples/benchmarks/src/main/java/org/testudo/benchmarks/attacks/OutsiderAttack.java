package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.KeyAlgorithm;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;

/** What somebody can try who is no member, but reaches a member's port. */
enum OutsiderAttack {
    /** Wants to speak without a certificate. */
    NO_CERTIFICATE {
        @Override
        Finding on(Besieged group) throws Exception {
            return knock(group, Optional.empty());
        }
    },

    /** With a certificate of an authority of its own, in a member's name. */
    FOREIGN_AUTHORITY {
        @Override
        Finding on(Besieged group) throws Exception {
            return knock(group, issued(group, Authority.create("bench").issue(Principal.of(new MemberId("dave")))));
        }
    },

    /** With a certificate of a member without a seat, which is over (a seated one is evicted by no clock). */
    EXPIRED_CERTIFICATE {
        @Override
        Finding on(Besieged group) throws Exception {
            Principal zoe = Principal.of(new MemberId("zoe"));
            Credentials old = authority(group).issue(zoe, KeyAlgorithm.ED25519, Duration.ofSeconds(1));
            TimeUnit.MILLISECONDS.sleep(2_500);
            return knock(group, issued(group, old));
        }
    },

    /** With a good certificate of the authority, which it was given as a client. */
    WRONG_ROLE {
        @Override
        Finding on(Besieged group) throws Exception {
            return knock(group, issued(group, authority(group).issue(new Principal(Principal.Kind.CLIENT, "eve"))));
        }
    },

    /** With a certificate of the authority that names the member of another group. */
    WRONG_GROUP {
        @Override
        Finding on(Besieged group) throws Exception {
            return knock(group, Optional.of(Shown.ofAnotherGroup(group.stage())));
        }
    },

    /** With a member's certificate, stolen, which the authority has revoked since. */
    REVOKED_CERTIFICATE {
        @Override
        Finding on(Besieged group) throws Exception {
            Optional<Shown> stolen = Optional.of(member(group));
            if (group.stack() == Stack.TESTUDO) Revoking.of("dave", group, keys(group), passphrase(group));
            Finding finding = knock(group, stolen);
            return new Finding(finding.outcome(), finding.detail(), false);
        }
    },

    /** Sends again what was recorded of a member's connection. */
    REPLAYED_RECORDS {
        @Override
        Finding on(Besieged group) throws Exception {
            byte[] recorded = Recording.of(member(group), port(group));
            return speak(group, stranger -> stranger.sends(recorded));
        }
    },

    /** Sends a part of it, and is silent. */
    TRUNCATED_RECORDS {
        @Override
        Finding on(Besieged group) throws Exception {
            byte[] recorded = Recording.of(member(group), port(group));
            return speak(group, stranger -> {
                stranger.sends(Arrays.copyOf(recorded, 100));
                stranger.sendsNoMore();
            });
        }
    },

    /** Has a member's keys, and wants an older TLS, with its weaknesses. */
    TLS_DOWNGRADE {
        @Override
        Finding on(Besieged group) throws Exception {
            return knock(group, Optional.of(member(group)), "TLSv1.2");
        }
    },

    /** Sends noise, and a record of TLS longer than any. */
    GARBAGE_AND_OVERSIZED {
        @Override
        Finding on(Besieged group) throws Exception {
            byte[] noise = new byte[1 << 20];
            new Random(1).nextBytes(noise);
            Finding first = speak(group, stranger -> stranger.sends(noise));
            if (first.outcome() != Verdict.Outcome.BLOCKED) return first;
            byte[] oversized = new byte[1 << 17];
            System.arraycopy(new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff}, 0, oversized, 0, 5);
            return speak(group, stranger -> stranger.sends(oversized));
        }
    },

    /** Opens 10,000 connections and says nothing, while a member wants to come back. */
    HALF_OPEN_FLOOD {
        @Override
        Finding on(Besieged group) throws Exception {
            group.kill("dave");
            try (Flood flood = Flood.of(10_000, port(group))) {
                group.add(List.of("dave"));
                boolean back = group.await(Duration.ofSeconds(40), () -> group.all(4, Besieged.NAMES));
                int opened = flood.opened();
                String detail = opened + " connections opened, " + flood.open() + " held open at the end";
                if (!back) return Finding.succeeded("dave could not come back within 40 s; " + detail);
                boolean serves = group.serves(Besieged.NAMES);
                if (!serves) return Finding.succeeded("the group delivers nothing any more; " + detail);
                if (opened < FEWEST) throw new TestudoException("only " + detail);
                return new Finding(Verdict.Outcome.BLOCKED, "dave came back; " + detail, false);
            }
        }
    };

    /** What it does on a connection. */
    @FunctionalInterface
    private interface Speech {
        void by(Stranger stranger) throws IOException;
    }

    /** Of the 10,000, for what the system has no room for in its queue waits: many times what a port keeps half open. */
    private static final int FEWEST = 2_000;

    abstract Finding on(Besieged group) throws Exception;

    private static int port(Besieged group) throws IOException {
        return Integer.parseInt(
                Files.readAllLines(group.stage().directory().resolve("ports")).get(0));
    }

    private static KeyFolder keys(Besieged group) {
        return new KeyFolder(group.stage().directory().resolve("keys"));
    }

    private static Passphrase passphrase(Besieged group) {
        return Passphrase.fromFile(group.stage().directory().resolve("passphrase"));
    }

    private static Authority authority(Besieged group) {
        return keys(group).authority(passphrase(group));
    }

    /** The certificate of a member, as a thief of its disk has it. */
    private static Shown member(Besieged group) {
        return new Shown(keys(group).store("dave"), group.stage());
    }

    private static Optional<Shown> issued(Besieged group, Credentials credentials) {
        return Optional.of(Shown.of(credentials, group.stage()));
    }

    private static Finding knock(Besieged group, Optional<Shown> shown) throws Exception {
        return knock(group, shown, "TLSv1.3");
    }

    /** Shows a certificate; is it let in, and then, does a member listen to it? */
    private static Finding knock(Besieged group, Optional<Shown> shown, String version) throws Exception {
        long before = group.look("alice").refused(Stranger.ADDRESS);
        Optional<String> turnedAway;
        try (Stranger stranger = new Stranger(port(group))) {
            turnedAway = answer(stranger, shown, version);
            if (group.stack() != Stack.STOCK_TLS) return judged(group, before);
        }
        // A stock member that TLS has let somebody in closes the connection, too, when it is not greeted.
        if (turnedAway.isPresent() && turnedAway.get().contains("alert"))
            return refused(group, before, turnedAway.get());
        if (shown.isEmpty()) throw new TestudoException("alice sends no alert, but: " + turnedAway);
        try (Intruder eve = Intruder.join(group, shown.get())) {
            if (eve.isIn()) return Finding.succeeded("it joined the group: alice has it in its view");
        }
        return refused(group, before, "it joins no view");
    }

    private static Optional<String> answer(Stranger stranger, Optional<Shown> shown, String version) {
        try {
            stranger.greets(shown, version);
            return stranger.turnedAway();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What the member itself says while the stranger stays: whom TLS has let in it gives up when no greeting comes. */
    private static Finding judged(Besieged group, long before) throws InterruptedException {
        group.require(
                Duration.ofSeconds(20),
                "alice refuses it or gives it up",
                () -> group.look("alice").refused(Stranger.ADDRESS) > before);
        String reason = group.look("alice").lastRefusal(Stranger.ADDRESS);
        if (reason.contains("did not authenticate itself")) return Finding.succeeded("TLS lets it in: " + reason);
        if (reason.contains("closed")) throw new TestudoException("alice gives no reason: " + reason);
        return refused(group, before, reason);
    }

    private static Finding speak(Besieged group, Speech speech) throws Exception {
        long before = group.look("alice").refused(Stranger.ADDRESS);
        try (Stranger stranger = new Stranger(port(group))) {
            Optional<String> turnedAway;
            try {
                speech.by(stranger);
                turnedAway = stranger.turnedAwayAtLast();
            } catch (IOException e) {
                turnedAway = Optional.of(String.valueOf(e.getMessage()));
            }
            if (turnedAway.isEmpty()) return Finding.succeeded("alice keeps the connection open");
            return refused(group, before, turnedAway.get());
        }
    }

    /** It was turned away; did the member say so, and does the group still serve? */
    private static Finding refused(Besieged group, long before, String how) throws InterruptedException {
        boolean counts = group.stack() != Stack.STOCK_TLS;
        if (counts
                && !group.await(Duration.ofSeconds(8), () -> group.look("alice").refused(Stranger.ADDRESS) > before)) {
            throw new TestudoException("alice has refused nothing, though: " + how);
        }
        List<String> members = group.look("alice").view();
        if (!group.serves(members)) return Finding.succeeded("the group delivers nothing any more");
        return Finding.blocked("turned away by alice: " + how);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

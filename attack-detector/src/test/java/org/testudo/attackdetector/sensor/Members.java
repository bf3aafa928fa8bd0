package org.testudo.attackdetector.sensor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;

/** Client ports of four members, and what they were sent. Safe for use by several threads. */
final class Members {
    static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    static final GroupLife LIFE = new GroupLife(Digest.ZERO, Digest.of(new byte[] {1}));
    static final Lives LIVES = Lives.only(LIFE);
    static final SensorIdentity IDENTITY = identity(new LifeSource() {
        @Override
        public Optional<Lives> lives() {
            return Optional.of(LIVES);
        }

        @Override
        public void doubt() {}
    });

    private final Map<String, List<Signed<Request>>> taken = new ConcurrentHashMap<>();
    private final Map<String, Function<Signed<Request>, ReportSink.Answer>> behaviour = new ConcurrentHashMap<>();

    static SensorIdentity identity(LifeSource life) {
        return new SensorIdentity(
                life,
                "ids-carol",
                StatementKey.fromBytes(new byte[StatementKey.LENGTH]),
                (header, body) -> Optional.of(Signature.fromBytes(new byte[Signature.LENGTH])),
                new MemberId("carol"),
                Digest.of(new byte[] {2}));
    }

    Members() {
        for (String name : NAMES) {
            taken.put(name, new ArrayList<>());
            answer(name, ReportSink.Answer.TAKEN);
        }
    }

    void answer(String member, ReportSink.Answer answer) {
        answer(member, report -> answer);
    }

    void answer(String member, Function<Signed<Request>, ReportSink.Answer> how) {
        behaviour.put(member, how);
    }

    Map<MemberId, ReportSink> sinks() {
        Map<MemberId, ReportSink> sinks = new TreeMap<>();
        for (String name : NAMES) sinks.put(new MemberId(name), report -> submit(name, report));
        return sinks;
    }

    private ReportSink.Outcome submit(String member, Signed<Request> report) {
        ReportSink.Answer answer = behaviour.get(member).apply(report);
        if (answer == ReportSink.Answer.TAKEN) {
            List<Signed<Request>> all = taken.get(member);
            synchronized (all) {
                all.add(report);
            }
        }
        return new ReportSink.Outcome(answer, "");
    }

    /** Rules of the reports that a member took, in order, with their numbers: {@code 1=1:9000101}. */
    List<String> taken(String member) {
        return requests(member).stream()
                .map(request -> request.number() + "=" + alert(request).rule())
                .toList();
    }

    List<Request> requests(String member) {
        List<Signed<Request>> all = taken.get(member);
        synchronized (all) {
            return all.stream().map(Signed::message).toList();
        }
    }

    private static Alert alert(Request request) {
        return ((Command.Report) request.command(LIFE).orElseThrow()).alert();
    }

    static Signed<Request> report(long number) {
        ReportSigner signer = new ReportSigner(IDENTITY, 1);
        Alert alert =
                new Alert("suricata", "1:1", "c", "t", Alert.Severity.LOW, Alert.Outcome.UNKNOWN, Alert.Role.UNKNOWN);
        for (long i = 1; i < number; i++) signer.sign(alert, Instant.EPOCH, LIVES);
        return signer.sign(alert, Instant.EPOCH, LIVES);
    }
}

package org.testudo.verification.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;
import org.testudo.kernel.view.ViewRecord;

/** A group of four whose keys and signatures are bytes that nobody checks here. */
final class KernelSamples {
    static final Genesis GENESIS = genesis();
    static final GroupLife LIFE = GENESIS.life("first");
    static final Lives LIVES = Lives.only(LIFE);
    static final ViewRecord VIEW = GENESIS.firstView(LIFE);
    static final Signature SIGNATURE = StatementBatch.of(Collections.nCopies(5, new byte[] {1}))
            .signatures(new byte[Signature.LENGTH])
            .get(2);
    static final ViewCertificate CERTIFICATE =
            new ViewCertificate(next(VIEW), List.of(new SeatSignature(0, SIGNATURE), new SeatSignature(2, SIGNATURE)));
    static final Evidence EVIDENCE = new Contradiction(statement("a"), statement("b"));

    private KernelSamples() {}

    static StatementKey key(int number) {
        byte[] bytes = new byte[StatementKey.LENGTH];
        Arrays.fill(bytes, (byte) number);
        return StatementKey.fromBytes(bytes);
    }

    private static Claim.SignedBy statement(String body) {
        StatementHeader header = new StatementHeader.ViewBound(LIFE, 0, 0, 1, StatementTypes.TEST);
        return new Claim.SignedBy(Principal.of(new MemberId("bob")), header, body.getBytes(UTF_8), SIGNATURE);
    }

    private static ViewRecord next(ViewRecord view) {
        return new ViewRecord(
                view.id() + 1,
                LIFE,
                10,
                0,
                Digest.ZERO,
                view.digest(),
                view.quorum(),
                view.versions(),
                Instant.EPOCH,
                view.seats(),
                List.of(),
                List.of(new Exclusion(new MemberId("mallory"), 3, "port scan")),
                view.charter(),
                "test");
    }

    private static Genesis genesis() {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            SensorKey sensor = new SensorKey("suricata-" + name, key(name.charAt(0) + 1));
            founders.add(new Genesis.Founder(
                    new MemberId(name), Digest.of(name.getBytes(UTF_8)), key(name.charAt(0)), List.of(sensor)));
        }
        Quorum quorum = Quorum.of(4, FaultModel.BYZANTINE);
        byte[] policy = Policy.standard(true).encode();
        return new Genesis("payments", Digest.ZERO, quorum, founders, List.of(), List.of(), policy);
    }
}

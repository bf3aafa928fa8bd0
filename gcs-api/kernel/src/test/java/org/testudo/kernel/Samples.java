package org.testudo.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewRecord;

/** A group of four, and statements of its members; signatures are bytes that nobody checks here. */
public final class Samples {
    public static final MemberId ALICE = new MemberId("alice");
    public static final MemberId BOB = new MemberId("bob");
    public static final Genesis GENESIS = genesis();
    public static final GroupLife LIFE = GENESIS.life("first");
    public static final Lives LIVES = Lives.only(LIFE);
    public static final ViewRecord VIEW = GENESIS.firstView(LIFE);

    private Samples() {}

    public static StatementKey key(int number) {
        byte[] bytes = new byte[StatementKey.LENGTH];
        Arrays.fill(bytes, (byte) number);
        return StatementKey.fromBytes(bytes);
    }

    /** The last one of a batch of one more than this number, up to 255; valid under no key. */
    public static Signature signature(int number) {
        byte[] bytes = new byte[Signature.LENGTH];
        Arrays.fill(bytes, (byte) number);
        List<byte[]> batch = Collections.nCopies(1 + number, new byte[] {7});
        return StatementBatch.of(batch).signatures(bytes).get(number);
    }

    public static Origin origin(MemberId member) {
        return VIEW.occupant(member).orElseThrow().origin();
    }

    /** A view-bound statement of a protocol under test. */
    public static Claim.SignedBy statement(MemberId signer, long slot, String body) {
        StatementHeader header = new StatementHeader.ViewBound(LIFE, 0, 0, slot, StatementTypes.TEST);
        return new Claim.SignedBy(Principal.of(signer), header, body.getBytes(UTF_8), signature(1));
    }

    private static Genesis genesis() {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            founders.add(new Genesis.Founder(
                    new MemberId(name),
                    Digest.of(name.getBytes(UTF_8)),
                    key(name.charAt(0)),
                    List.of(new SensorKey("suricata-" + name, key(name.charAt(0) + 1)))));
        }
        return new Genesis(
                "payments",
                Digest.ZERO,
                Quorum.of(4, FaultModel.BYZANTINE),
                founders,
                List.of(),
                List.of(),
                Policy.standard(true).encode());
    }
}

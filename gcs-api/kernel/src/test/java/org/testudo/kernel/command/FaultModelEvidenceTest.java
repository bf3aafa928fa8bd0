package org.testudo.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.LIFE;
import static org.testudo.kernel.Samples.VIEW;
import static org.testudo.kernel.Samples.origin;
import static org.testudo.kernel.Samples.signature;
import static org.testudo.kernel.command.Evidence.Verdict.CONVICTS;
import static org.testudo.kernel.command.Evidence.Verdict.NOTHING;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.FaultModel;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** AD-9, AB-3: a view is judged by the rules of the fault model that its record names. */
class FaultModelEvidenceTest {
    private static Evidence.Verdict judge(Evidence evidence, FaultModel model) {
        ViewRecord record = of(model);
        return evidence.judge(view -> Optional.of(record), ProtocolVersion.CURRENT_RULES);
    }

    /** The same four seats. */
    private static ViewRecord of(FaultModel model) {
        return new ViewRecord(
                VIEW.id(),
                VIEW.life(),
                VIEW.firstSlot(),
                VIEW.startSeat(),
                VIEW.historyChain(),
                VIEW.previous(),
                new Quorum(4, 1, model),
                VIEW.versions(),
                VIEW.agreedTime(),
                VIEW.seats(),
                VIEW.standbys(),
                VIEW.exclusions(),
                VIEW.charter(),
                VIEW.reason());
    }

    /** Certificates of PREPAREs are of the model {@code byzantine} alone. */
    private static boolean isAboutCertificates(Evidence evidence) {
        return evidence instanceof Concealment || evidence instanceof ForgedCertificate;
    }

    @ParameterizedTest
    @MethodSource("org.testudo.kernel.command.EvidenceTest#oneOfEachKind")
    void whatEpochChangesShowConvictsNobodyInTheModelCrash(Evidence evidence) {
        assertThat(judge(evidence, FaultModel.BYZANTINE)).isEqualTo(CONVICTS);
        assertThat(judge(evidence, FaultModel.CRASH)).isEqualTo(isAboutCertificates(evidence) ? NOTHING : CONVICTS);
    }

    /** Nor does it convict whoever brings it. */
    @ParameterizedTest
    @MethodSource("org.testudo.kernel.command.EvidenceTest#oneOfEachKind")
    void toBringSuchEvidenceIsNoFalseCharge(Evidence evidence) {
        byte[] command = new Command.Convict(BOB, 1, evidence).encode();
        var header = new StatementHeader.ViewFree(LIFE, origin(BOB), 3, StatementTypes.CONTROL_REQUEST);
        var request = new Claim.SignedBy(origin(BOB).principal(), header, RequestStatement.of(command), signature(1));

        assertThat(judge(new FalseCharge(0, request, command, -1), FaultModel.CRASH))
                .isNotEqualTo(CONVICTS);
    }
}

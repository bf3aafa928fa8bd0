package org.testudo.simulator;

import java.util.ArrayList;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;

/** The genesis of simulated groups: members m0, m1, ..., each watched by the sensor of its name, and three operators. */
final class Founding {
    private static final int OPERATORS = 3;

    private Founding() {}

    static MemberId member(int index) {
        return new MemberId("m" + index);
    }

    static Principal sensor(int index) {
        return new Principal(Principal.Kind.SENSOR, "sensor-m" + index);
    }

    static Principal operator(int index) {
        return new Principal(Principal.Kind.OPERATOR, "operator-" + index);
    }

    static Genesis genesis(Plan plan, SimulatedKeys keys) {
        List<Genesis.Founder> roster = new ArrayList<>();
        for (int i = 0; i < plan.everybody(); i++) {
            Principal sensor = sensor(i);
            roster.add(new Genesis.Founder(
                    member(i),
                    Digest.of(("certificate of " + member(i)).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    keys.create(member(i).name()),
                    List.of(new SensorKey(sensor.name(), keys.create(sensor.toString())))));
        }
        Quorum quorum = new Quorum(plan.members, plan.maxFaulty, plan.model);
        return new Genesis(
                "simulated",
                Digest.ZERO,
                quorum,
                roster.subList(0, plan.members),
                roster.subList(plan.members, roster.size()),
                Operators.majorityOf(operators(keys)),
                plan.policy,
                plan.recovered);
    }

    private static List<SensorKey> operators(SimulatedKeys keys) {
        List<SensorKey> operators = new ArrayList<>();
        for (int i = 0; i < OPERATORS; i++) {
            operators.add(new SensorKey(operator(i).name(), keys.create(Outsider.keyLabel(operator(i)))));
        }
        return operators;
    }
}

package org.testudo.abcast.core;

import static org.testudo.simulator.Simulation.ms;

import org.junit.jupiter.api.Test;

class AbcastSimulationTest {
    @Test
    void ordersWhatMembersSubmitInAQuietNetwork() {
        AbcastSimulations.simulation()
                .network(n -> n.delay(ms(1), ms(5)))
                .seeds(20)
                .run();
    }

    @Test
    void ordersInANetworkThatLosesDoublesReordersAndSplits() {
        AbcastSimulations.stormy(new AbcastRules()).seeds(100).run();
    }

    @Test
    void ordersAcrossViewChanges() {
        AbcastSimulations.withViewChanges(AbcastSimulations.stormy(new AbcastRules()))
                .seeds(100)
                .run();
    }
}

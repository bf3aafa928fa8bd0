package org.testudo.attackdetector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.testudo.stack.StackLayer;

class AttackDetectorLayerTest {
    @Test
    void layerIsFoundByName() {
        assertThat(ServiceLoader.load(StackLayer.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .map(StackLayer::name))
                .contains("ATTACK_DETECTOR");
    }

    @Test
    void protocolHasItsOwnId() {
        assertThat(new ATTACK_DETECTOR().getId()).isEqualTo(org.testudo.stack.Ids.ATTACK_DETECTOR);
    }
}

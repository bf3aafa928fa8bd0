package org.testudo.membership.joint;

import java.util.ArrayList;
import java.util.List;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.failuredetector.core.DetectorCodec;
import org.testudo.failuredetector.core.HeartbeatDetector;
import org.testudo.membership.joint.attack.Layers;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;

/** Stacks with a real failure detector at the bottom, where the prosecutor stands in others. */
final class Detectors {
    private Detectors() {}

    static CoreFactory below(CoreFactory cores) {
        return context -> {
            List<Layer<?>> layers = new ArrayList<>(cores.build(context));
            HeartbeatDetector detector = new HeartbeatDetector(context.self(), FailureDetectorConfig.defaults());
            layers.set(Layers.PROSECUTOR, new Layer<>(detector, new DetectorCodec()));
            return layers;
        };
    }
}

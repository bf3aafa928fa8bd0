package org.testudo.simulator;

import java.util.List;

/** Builds the cores of one member, bottom up. */
@FunctionalInterface
public interface CoreFactory {
    List<Layer<?>> build(MemberContext context);
}

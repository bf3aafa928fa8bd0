package org.testudo.sicp;

import java.nio.file.Path;
import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;
import org.testudo.stack.StackLayer;

/** Lets a configuration name {@code SICP}. Relative paths begin where the process was started. */
public final class SicpLayer implements StackLayer {
    @Override
    public String name() {
        return "SICP";
    }

    @Override
    public Protocol create(GroupConfig config) {
        return new SICP(config, Path.of(""));
    }

    /** Reads the credentials of the member, all cards, and that both fit together. */
    @Override
    public void check(GroupConfig config) {
        MemberIdentity.load(config, Path.of(""));
    }
}

package org.testudo.stack;

import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.api.StateMachine;
import org.testudo.config.GroupConfig;

/** Where an application gets its group. */
public final class Groups {
    private Groups() {}

    /**
     * Joins the group as the member that the configuration names; returns when the group is in service.
     *
     * @param listener is told of views and of what members submit
     * @throws org.testudo.api.TestudoException if the environment does not allow it; names what, where and the remedy
     * @throws IllegalArgumentException if the configuration, or a file that it names, is wrong
     */
    public static Group open(GroupConfig config, GroupListener listener) {
        return StackAssembly.of(config).with(listener).open();
    }

    /**
     * Joins the group as a replica of a service, whose clients reach it over the client port.
     *
     * @param machine executes the clients' operations, on one thread, in the total order
     * @throws org.testudo.api.TestudoException if the environment does not allow it; names what, where and the remedy
     * @throws IllegalArgumentException if the configuration, or a file that it names, is wrong
     */
    public static Group open(GroupConfig config, StateMachine machine, GroupListener listener) {
        return StackAssembly.of(config).with(machine).with(listener).open();
    }
}

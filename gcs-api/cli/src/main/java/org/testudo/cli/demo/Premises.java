package org.testudo.cli.demo;

import java.nio.file.Path;
import java.util.List;

/** Where the members' processes of a run live: all on the loopback of this machine, or each somewhere of its own. */
public interface Premises {
    /** The address at which the others, and the clients, reach a member. */
    String host(String member);

    /** What stands before the command that starts a member there; empty for an ordinary process. */
    List<String> launcher(String member);

    /**
     * Further options of {@code testudo up} for a member.
     *
     * @param directory of the run
     */
    default List<String> options(String member, Path directory) {
        return List.of();
    }

    /** Ordinary processes on the loopback. */
    static Premises loopback() {
        return new Premises() {
            @Override
            public String host(String member) {
                return "127.0.0.1";
            }

            @Override
            public List<String> launcher(String member) {
                return List.of();
            }
        };
    }
}

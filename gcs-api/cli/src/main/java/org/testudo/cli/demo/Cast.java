package org.testudo.cli.demo;

import java.util.Collection;
import java.util.List;

/**
 * Who takes part in a run.
 *
 * @param standbys are on the roster, but start later
 * @param watched members, and standbys, whose hosts have sensors, and whose processes can be told to misbehave
 * @param clients by name
 * @param settings further lines of the configuration's {@code group}, in YAML, indented by two
 */
public record Cast(
        List<String> members,
        List<String> standbys,
        List<String> watched,
        Collection<String> clients,
        Premises premises,
        String settings) {
    public Cast {
        members = List.copyOf(members);
        standbys = List.copyOf(standbys);
        watched = List.copyOf(watched);
        clients = List.copyOf(clients);
    }
}
